package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.actors.Lab.BASE;
import static org.mmsim.actors.Lab.barrier;
import static org.mmsim.actors.Lab.compute;
import static org.mmsim.actors.Lab.fork;
import static org.mmsim.actors.Lab.map;
import static org.mmsim.actors.Lab.mapBasePages;
import static org.mmsim.actors.Lab.pin;
import static org.mmsim.actors.Lab.signal;
import static org.mmsim.actors.Lab.touch;
import static org.mmsim.actors.Lab.unmap;
import static org.mmsim.actors.Lab.unpin;
import static org.mmsim.actors.Lab.until;
import static org.mmsim.actors.Lab.walk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.check.Checks;
import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.mm.VmFlags;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.Jitter;
import org.mmsim.engine.workload.Op;
import org.mmsim.protocol.Check;
import org.mmsim.protocol.WalkerClass;

/**
 * Every mistake that is planted in the kernel breaks a rule: in a random program, or, where that would take thousands of
 * them, in a race of its own. {@code TlbRaceTest} has those that scenarios of the library are about.
 */
class PlantedBugTest {
    private static final int MOST_PROGRAMS = 2500;
    private static final Set<Bug> IN_SCENARIOS = EnumSet.of(
            Bug.REMAP_FLUSHES_AFTER_UNLOCK,
            Bug.MIGRATION_FLUSHES_AFTER_UNLOCK,
            Bug.MIGRATION_TRUSTS_PROT_NONE,
            Bug.BATCHED_FLUSH_UNNOTICED,
            Bug.FREED_TABLES_SKIP_LAZY,
            Bug.FLUSH_SKIPS_SWITCHING,
            Bug.SWITCH_WITHOUT_BARRIER,
            Bug.PFNMAP_UNLINKED_BEFORE_FLUSH);
    private static final String PLANTED = "planted_bug";
    private static final Path REPORT = Path.of("target", "planted-bugs.md");

    private record Found(Bug bug, int programs, RandomProgram.Result result) {
        String row() {
            String by = result.broken() == Check.CHECK_NONE
                    ? result.clean() ? "" : "an exception"
                    : "`" + Checks.name(result.broken()) + "`";
            return String.format(Locale.ROOT, "| `%s` | %s | %s | %d |", bug.label(), bug.description(), by, programs);
        }
    }

    private static Found find(Bug bug) {
        RandomProgram.Result result = null;
        for (int seed = 0; seed < MOST_PROGRAMS; seed++) {
            result = run(bug, seed);
            if (!result.clean()) {
                return new Found(bug, seed + 1, result);
            }
        }
        return new Found(bug, MOST_PROGRAMS, result);
    }

    private static RandomProgram.Result run(Bug bug, int seed) {
        return switch (bug) {
            case FORK_WITHOUT_SEQCOUNT ->
                planted(bug, seed, forkAndPins(40 * seed)).result();
            case TABLES_FREED_WITHOUT_GRACE ->
                planted(bug, seed, unmapAndWalks()).result();
            case BATCH_CLEAR_LOSES_DIRTY ->
                planted(bug, seed, cleanEntriesOfWhichOneIsWritten()).result();
            default -> RandomPrograms.of(seed).with(PLANTED, bug.label()).run();
        };
    }

    /** pmd_modify of x86 makes a huge entry clean; its pages are written one by one once it is split. */
    private static Lab cleanEntriesOfWhichOneIsWritten() {
        long page = 4 * TestMachine.KIB;
        long huge = 2 * TestMachine.MIB;
        return new Lab()
                .machine(TestMachine::x86)
                .policy("zap", "batched")
                .thread(
                        0,
                        map(BASE, huge),
                        touch(BASE, 1, 1),
                        new Op.Protect(BASE, huge, VmFlags.VM_READ, ""),
                        new Op.Protect(BASE, huge, VmFlags.VM_READ | VmFlags.VM_WRITE, ""),
                        unmap(BASE, page),
                        touch(BASE + 5 * page, page, page),
                        unmap(BASE + page, huge - page));
    }

    private static Lab planted(Bug bug, int seed, Lab lab) {
        return lab.policy(PLANTED, bug.label())
                .machine(m -> m.cpus(2).jitter(Jitter.Kind.UNIFORM, 700))
                .fine()
                .seed(seed);
    }

    /** One thread forks, and a while later another pins what is about to be shared. */
    private static Lab forkAndPins(int delayNs) {
        long page = 4 * TestMachine.KIB;
        return new Lab()
                .machine(m -> m.x86().cost(CostId.RMAP_DUP, 1_000).cost(CostId.PTE_READ, 400))
                .thread(0, mapBasePages(BASE, 3 * page), touch(BASE, 3 * page, page), barrier(0, 2), fork(2))
                .thread(1, barrier(0, 2), compute(delayNs), pin(0, BASE, 3 * page), compute(50_000), unpin(0))
                .forkedProcess()
                .thread(1, compute(1_000));
    }

    /** One thread unmaps what another walks without a lock. */
    private static Lab unmapAndWalks() {
        return new Lab()
                .thread(
                        0,
                        mapBasePages(BASE, TestMachine.MIB),
                        touch(BASE, TestMachine.MIB, 4096),
                        barrier(0, 2),
                        unmap(BASE, TestMachine.MIB),
                        signal(0))
                .thread(1, barrier(0, 2), until(0, walk(WalkerClass.WALKER_PTE_POINTER, BASE, 30_000)));
    }

    @Test
    void everyPlantedBugBreaksARule() throws IOException {
        List<Found> all = Stream.of(Bug.values())
                .filter(bug -> bug != Bug.NONE && !IN_SCENARIOS.contains(bug))
                .map(PlantedBugTest::find)
                .toList();

        List<String> report =
                new ArrayList<>(List.of("| bug | what is wrong | found by | programs |", "|---|---|---|---|"));
        all.forEach(found -> report.add(found.row()));
        Files.createDirectories(REPORT.toAbsolutePath().getParent());
        Files.write(REPORT, report, StandardCharsets.UTF_8);
        assertThat(all)
                .allSatisfy(found ->
                        assertThat(found.result().broken()).as(found.row()).isNotEqualTo(Check.CHECK_NONE));
    }
}
