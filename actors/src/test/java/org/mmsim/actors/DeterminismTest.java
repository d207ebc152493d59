package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.workload.Op;

class DeterminismTest {
    private static final long HUGE = 2 * TestMachine.MIB;

    @Test
    void theSameSetupGivesTheSameFacts() {
        for (int seed = 0; seed < 50; seed++) {
            assertThat(RandomLab.of(seed).run().facts())
                    .as("seed %d", seed)
                    .isEqualTo(RandomLab.of(seed).run().facts());
        }
    }

    /** Mailboxes, threads and the wheel of times have no say in the order: a sorted heap gives the same run. */
    @Test
    void actorsDoWhatTheEngineDoesWithoutThem() throws InterruptedException {
        for (int seed = 0; seed < 60; seed++) {
            RunRecord direct = RandomLab.of(seed).run();
            RunRecord acted = RandomLab.of(seed).runWithActors();
            assertThat(acted.facts()).as("seed %d", seed).isEqualTo(direct.facts());
            assertThat(acted.outcome().simulatedNs()).isEqualTo(direct.outcome().simulatedNs());
            assertThat(acted.outcome().violations()).isEqualTo(direct.outcome().violations());
        }
    }

    @Test
    void anotherSeedGivesAnotherRunWhereCostsVary() {
        RunRecord one = racing(1).run();
        RunRecord other = racing(2).run();

        assertThat(one.facts()).isNotEqualTo(other.facts());
    }

    private static Lab racing(long seed) {
        return new Lab()
                .machine(m -> m.jitter(org.mmsim.engine.profile.Jitter.Kind.UNIFORM, 100))
                .seed(seed)
                .thread(0, Lab.map(Lab.BASE, HUGE), Lab.touch(Lab.BASE, HUGE, HUGE));
    }

    /** Threads share their process but not their pages, so that the order of their steps cannot show in the end. */
    @Test
    void fineAndCoarseStepsEndInTheSameMemory() {
        for (int seed = 0; seed < 100; seed++) {
            List<String> coarse = memory(independentThreads(seed).run().machine());
            List<String> fine = memory(independentThreads(seed).fine().run().machine());
            assertThat(fine).as("seed %d", seed).isEqualTo(coarse).isNotEmpty();
        }
    }

    private static Lab independentThreads(int seed) {
        Random random = new Random(seed);
        Lab lab = new Lab().machine(m -> m.cpus(4).basePage((random.nextBoolean() ? 4 : 64) * TestMachine.KIB));
        for (int cpu = 0; cpu < 4; cpu++) {
            long base = Lab.BASE + cpu * 4L * HUGE;
            List<Op> program = new ArrayList<>();
            program.add(Lab.map(base, 3 * HUGE));
            for (int step = random.nextInt(10); step > 0; step--) {
                long from = base + random.nextInt(32) * 64L * TestMachine.KIB;
                long length = (1L + random.nextInt(40)) * 64 * TestMachine.KIB;
                program.add(random.nextInt(3) == 0 ? Lab.unmap(from, length) : Lab.touch(from, length, 64 << 10));
            }
            program.add(Lab.stay());
            lab.thread(cpu, program.toArray(new Op[0]));
        }
        return lab;
    }

    /** What is mapped and held, without the numbers of frames, which depend on who came first. */
    private static List<String> memory(Machine machine) {
        PageTableFormat format = machine.format();
        List<String> lines = new ArrayList<>();
        for (Mm mm : machine.mms()) {
            lines.add("rss " + mm.rssPages());
            mm.vmas().values().forEach(vma -> lines.add(vma.toString()));
            mm.pageTable().leaves(0, format.limit(), (va, level, entry) -> {
                if (format.present(entry) && format.leaf(level, entry)) {
                    long head = machine.folios().head(format.frame(entry));
                    lines.add(Long.toHexString(va) + " level " + level + " place " + (format.frame(entry) - head)
                            + " of order " + machine.folios().order(head) + " refs "
                            + machine.folios().refs(head) + " mapcount "
                            + machine.folios().mapcount(head) + " flags "
                            + Long.toHexString(entry & 0xFFF));
                }
            });
        }
        lines.add("free frames " + machine.memory().unallocated());
        return lines;
    }
}
