package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.actors.Lab.BASE;
import static org.mmsim.actors.Lab.allowOrder;
import static org.mmsim.actors.Lab.barrier;
import static org.mmsim.actors.Lab.compute;
import static org.mmsim.actors.Lab.fork;
import static org.mmsim.actors.Lab.madvise;
import static org.mmsim.actors.Lab.map;
import static org.mmsim.actors.Lab.mapBasePages;
import static org.mmsim.actors.Lab.read;
import static org.mmsim.actors.Lab.repeat;
import static org.mmsim.actors.Lab.touch;
import static org.mmsim.actors.Lab.unmap;
import static org.mmsim.actors.Lab.walk;
import static org.mmsim.protocol.Event.LOCK_CONTENDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TABLE_MOVED_FIELD_NUMBER;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mmsim.engine.machine.ThpControls;
import org.mmsim.engine.profile.Arch;
import org.mmsim.engine.profile.Jitter;
import org.mmsim.engine.workload.Advice;
import org.mmsim.engine.workload.Op;
import org.mmsim.protocol.LockKind;
import org.mmsim.protocol.MthpStat;
import org.mmsim.protocol.ThpControl;
import org.mmsim.protocol.WalkerClass;

/** What goes on while a large folio is split, and while a page table moves. Every order is met over the seeds. */
class SplitRaceTest {
    private static final int SEEDS = 200;
    private static final int ORDER_64K = 4;
    private static final int FOLIOS = 8;
    private static final long PAGE = 4 * TestMachine.KIB;
    private static final long LARGE = PAGE << ORDER_64K;
    private static final long TABLE = 2 * TestMachine.MIB;
    private static final long TO = BASE + 4 * TABLE;
    private static final Op NO_2M = new Op.SetThp(ThpControl.THP_SIZE_ENABLED, 9, ThpControls.NEVER);
    private static final Op SHRINK = new Op.Shrink();

    private static Lab lab(Arch arch, int seed) {
        return new Lab()
                .machine(m -> m.cpus(2).arch(arch).basePage(PAGE).jitter(Jitter.Kind.UNIFORM, 700))
                .fine()
                .seed(seed);
    }

    private static Op remap(long va, long to) {
        return new Op.Remap(va, TABLE, to, TABLE, false, "");
    }

    /** Four large folios, each mapped in part, so that the shrinker splits them. */
    private static Lab splits(Arch arch, int seed, Op... meanwhile) {
        Op[] other = new Op[meanwhile.length + 2];
        other[0] = barrier(0, 2);
        other[1] = compute(300L * seed);
        System.arraycopy(meanwhile, 0, other, 2, meanwhile.length);
        return lab(arch, seed)
                .thread(
                        0,
                        allowOrder(ORDER_64K),
                        map(BASE, 4 * LARGE),
                        touch(BASE, 4 * LARGE, PAGE),
                        unmap(BASE, PAGE),
                        unmap(BASE + LARGE, PAGE),
                        unmap(BASE + 2 * LARGE, PAGE),
                        unmap(BASE + 3 * LARGE, PAGE),
                        barrier(0, 2),
                        SHRINK)
                .thread(1, other);
    }

    @ParameterizedTest
    @EnumSource(Arch.class)
    void aChildGetsThePagesThatAreBeingSplit(Arch arch) {
        long split = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            RunRecord run = splits(arch, seed, fork(2))
                    .forkedProcess()
                    .thread(1, read(BASE + PAGE, 15 * PAGE, PAGE), read(BASE + LARGE + PAGE, 15 * PAGE, PAGE))
                    .run();
            assertThat(run.outcome().violations()).as("seed %d", seed).isEmpty();
            split += run.machine().mthpStat(ORDER_64K, MthpStat.split);
        }
        assertThat(split).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Arch.class)
    void noTableMovesUnderASplit(Arch arch) {
        long moved = 0;
        long split = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            List<Op> program = new ArrayList<>(
                    List.of(NO_2M, allowOrder(ORDER_64K), map(BASE, TABLE), touch(BASE, FOLIOS * LARGE, PAGE)));
            for (int i = 0; i < FOLIOS; i++) {
                program.add(madvise(BASE + i * LARGE, PAGE, Advice.DONTNEED));
            }
            program.addAll(List.of(barrier(0, 2), SHRINK));
            RunRecord run = lab(arch, seed)
                    .thread(0, program.toArray(new Op[0]))
                    .thread(1, barrier(0, 2), compute(300L * seed), remap(BASE, TO), read(TO, TABLE, PAGE))
                    .run();
            assertThat(run.outcome().violations()).as("seed %d", seed).isEmpty();
            moved += run.machine().count(TABLE_MOVED_FIELD_NUMBER);
            split += run.machine().mthpStat(ORDER_64K, MthpStat.split);
        }
        assertThat(moved).isPositive();
        assertThat(split).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Arch.class)
    void aWalkThatTookAReferenceSeesThatItsTableHasMoved(Arch arch) {
        for (int seed = 0; seed < SEEDS; seed++) {
            RunRecord run = lab(arch, seed)
                    .thread(
                            0,
                            mapBasePages(BASE, TABLE),
                            touch(BASE, 4 * PAGE, PAGE),
                            barrier(0, 2),
                            remap(BASE, TO),
                            compute(500),
                            remap(TO, BASE))
                    .thread(
                            1,
                            barrier(0, 2),
                            compute(10L * seed),
                            repeat(12, walk(WalkerClass.WALKER_GUP_FAST, BASE, 0)))
                    .run();
            assertThat(run.outcome().violations()).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void whoFindsAMigrationEntrySleepsUntilTheFolioIsUnlocked() {
        long waited = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            RunRecord run = splits(Arch.X86_64, seed, read(BASE + 3 * LARGE + PAGE, 3 * PAGE, PAGE))
                    .run();
            assertThat(run.outcome().violations()).as("seed %d", seed).isEmpty();
            assertThat(run.machine().locks()).isEmpty();
            waited += run.of(LOCK_CONTENDED_FIELD_NUMBER)
                    .filter(e -> e.a() == LockKind.LOCK_FOLIO_WAIT_VALUE)
                    .count();
        }
        assertThat(waited).isPositive();
    }
}
