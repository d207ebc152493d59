package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.actors.Lab.BASE;
import static org.mmsim.actors.Lab.barrier;
import static org.mmsim.actors.Lab.compute;
import static org.mmsim.actors.Lab.mapBasePages;
import static org.mmsim.actors.Lab.stay;
import static org.mmsim.actors.Lab.touch;
import static org.mmsim.actors.Lab.unmap;
import static org.mmsim.actors.Lab.walk;
import static org.mmsim.protocol.Event.INTERRUPTS_ENABLED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TABLE_ALLOCATED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TABLE_FREED_FIELD_NUMBER;

import org.junit.jupiter.api.Test;
import org.mmsim.protocol.Operation;
import org.mmsim.protocol.WalkerClass;

/** Page tables are freed when no walk that could have reached them is under way any more. */
class GracePeriodTest {
    private static final long PAGE = 64 * TestMachine.KIB;

    /** Thread 0 unmaps everything while others walk for a while; the page is a base page, so nobody serialises. */
    private static Lab unmapDuring(long... walksNs) {
        int parties = 1 + walksNs.length;
        Lab lab = new Lab()
                .machine(m -> m.cpus(parties))
                .thread(
                        0,
                        mapBasePages(BASE, PAGE),
                        touch(BASE, 1, 1),
                        barrier(0, parties),
                        compute(3_000),
                        unmap(BASE, PAGE),
                        stay());
        for (int cpu = 1; cpu < parties; cpu++) {
            lab.thread(cpu, barrier(0, parties), walk(WalkerClass.WALKER_PTE_POINTER, BASE, walksNs[cpu - 1]), stay());
        }
        return lab;
    }

    @Test
    void withoutWalkersTheTablesGoWithinTheMunmap() {
        RunRecord run = unmapDuring().run();

        assertThat(run.of(TABLE_FREED_FIELD_NUMBER))
                .hasSize(3)
                .allSatisfy(f -> assertThat(f.timeNs())
                        .isBetween(
                                run.operation(0, Operation.OP_UNMAP).fromNs(),
                                run.operation(0, Operation.OP_UNMAP).toNs()));
    }

    @Test
    void tablesWaitForTheLastWalkThatWasUnderWay() {
        RunRecord run = unmapDuring(60_000, 90_000).run();
        long lastWalk = run.first(INTERRUPTS_ENABLED_FIELD_NUMBER, 2).timeNs();

        assertThat(run.operation(0, Operation.OP_UNMAP).toNs())
                .as("nobody waits for it")
                .isLessThan(60_000);
        assertThat(run.of(TABLE_FREED_FIELD_NUMBER)).hasSize(3).allSatisfy(f -> {
            assertThat(f.timeNs()).isEqualTo(lastWalk);
            assertThat(f.index()).as("the CPU whose walk was the last").isEqualTo(2);
        });
        assertThat(lastWalk).isGreaterThan(90_000);
    }

    @Test
    void walksThatBeginAfterwardsDelayNothing() {
        RunRecord run = new Lab()
                .machine(m -> m.cpus(2))
                .thread(
                        0,
                        mapBasePages(BASE, PAGE),
                        touch(BASE, 1, 1),
                        barrier(0, 2),
                        compute(3_000),
                        unmap(BASE, PAGE),
                        stay())
                .thread(
                        1,
                        barrier(0, 2),
                        walk(WalkerClass.WALKER_PTE_POINTER, BASE, 30_000),
                        Lab.repeat(20, walk(WalkerClass.WALKER_GUP_FAST, BASE, 0)),
                        stay())
                .run();
        long firstWalk = run.first(INTERRUPTS_ENABLED_FIELD_NUMBER, 1).timeNs();

        assertThat(run.of(TABLE_FREED_FIELD_NUMBER))
                .hasSize(3)
                .allSatisfy(f -> assertThat(f.timeNs()).isEqualTo(firstWalk));
    }

    @Test
    void everyTableThatWasAllocatedIsFreedOnce() {
        for (int seed = 0; seed < 100; seed++) {
            RunRecord run = RandomLab.of(seed).run();
            assertThat(run.of(TABLE_FREED_FIELD_NUMBER)
                            .map(f -> f.c() + "/" + f.d())
                            .sorted())
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(run.of(TABLE_ALLOCATED_FIELD_NUMBER)
                            .map(f -> f.c() + "/" + f.d())
                            .sorted()
                            .toList());
        }
    }
}
