package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.actors.Lab.BASE;
import static org.mmsim.actors.Lab.barrier;
import static org.mmsim.actors.Lab.compute;
import static org.mmsim.actors.Lab.map;
import static org.mmsim.actors.Lab.sleep;
import static org.mmsim.actors.Lab.stay;
import static org.mmsim.actors.Lab.touch;
import static org.mmsim.actors.Lab.unmap;
import static org.mmsim.protocol.Event.CPUMASK_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.CPUMASK_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.CSD_QUEUED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.SERIALISE_STARTED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TLB_FILLED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TLB_INSTRUCTION_ISSUED_FIELD_NUMBER;

import org.junit.jupiter.api.Test;
import org.mmsim.protocol.Check;
import org.mmsim.protocol.TlbInstruction;

class LazyCpumaskTest {
    private static final long HUGE = 2 * TestMachine.MIB;

    /** CPU 1 has run the mm and idles while CPU 0 unmaps three huge pages. */
    private static Lab idleCpuInTheMask(String policy) {
        return new Lab()
                .machine(m -> m.cpus(2))
                .cpumask(policy)
                .thread(
                        0,
                        map(BASE, 4 * HUGE),
                        touch(BASE, 4 * HUGE, HUGE),
                        barrier(0, 2),
                        compute(50_000),
                        unmap(BASE, 3 * HUGE),
                        stay())
                .thread(1, barrier(0, 2), touch(BASE + 3 * HUGE, 1, 1), sleep(5_000_000), compute(10), stay());
    }

    @Test
    void aCpuThatDoesNotRunTheMmIsCalledOnceWhereTheMaskIsTrimmed() {
        RunRecord run = idleCpuInTheMask("lazy").run();

        assertThat(run.of(SERIALISE_STARTED_FIELD_NUMBER).map(RunRecord.Happened::c))
                .containsExactly(1L, 0L, 0L);
        assertThat(run.of(CPUMASK_CLEARED_FIELD_NUMBER, 1)).hasSize(1);
        assertThat(run.broken()).containsOnly(Check.CHECK_DEADLOCK);
    }

    @Test
    void aCpuThatEverRanTheMmIsCalledEveryTimeWhereTheMaskOnlyGrows() {
        RunRecord run = idleCpuInTheMask("never-cleared").run();

        assertThat(run.of(SERIALISE_STARTED_FIELD_NUMBER).map(RunRecord.Happened::c))
                .containsExactly(1L, 1L, 1L);
        assertThat(run.count(CPUMASK_CLEARED_FIELD_NUMBER)).isZero();
    }

    @Test
    void aCpuThatLeavesTheMaskForgetsTheMm() {
        RunRecord run = idleCpuInTheMask("lazy").run();

        assertThat(run.of(TLB_FILLED_FIELD_NUMBER).filter(f -> f.index() == 1)).isNotEmpty();
        assertThat(run.machine().tlb(1).used()).isZero();
        assertThat(run.of(TLB_INSTRUCTION_ISSUED_FIELD_NUMBER).map(RunRecord.Happened::a))
                .as("flushes stay on CPU 0")
                .doesNotContain((long) TlbInstruction.tlbie_va_VALUE, (long) TlbInstruction.tlbie_pid_all_VALUE);
    }

    @Test
    void aCpuThatRunsTheMmAgainIsInTheMaskAgain() {
        RunRecord run = idleCpuInTheMask("lazy").run();
        long cleared = run.first(CPUMASK_CLEARED_FIELD_NUMBER, 1).seq();

        assertThat(run.of(CPUMASK_SET_FIELD_NUMBER, 1).filter(f -> f.seq() > cleared))
                .hasSize(1);
        assertThat(run.machine().mm(1).inCpumask(1)).isTrue();
    }

    @Test
    void aCpuThatRunsTheMmStays() {
        RunRecord run = new Lab()
                .machine(m -> m.cpus(2))
                .cpumask("lazy")
                .thread(
                        0,
                        map(BASE, 2 * HUGE),
                        touch(BASE, 2 * HUGE, HUGE),
                        barrier(0, 2),
                        compute(50_000),
                        unmap(BASE, 2 * HUGE))
                .thread(1, barrier(0, 2), compute(500_000))
                .run();

        assertThat(run.of(CSD_QUEUED_FIELD_NUMBER).filter(f -> f.a() == 1)).hasSize(2);
        assertThat(run.count(CPUMASK_CLEARED_FIELD_NUMBER)).isZero();
    }

    @Test
    void aCpuThatRunsAnotherMmLeaves() {
        RunRecord run = new Lab()
                .machine(m -> m.cpus(2))
                .cpumask("lazy")
                .thread(
                        0,
                        map(BASE, 2 * HUGE),
                        touch(BASE, 2 * HUGE, HUGE),
                        barrier(0, 2),
                        compute(50_000),
                        unmap(BASE, 2 * HUGE))
                .thread(1, barrier(0, 2))
                .process()
                .thread(1, compute(500_000))
                .run();

        assertThat(run.of(SERIALISE_STARTED_FIELD_NUMBER).map(RunRecord.Happened::c))
                .containsExactly(1L, 0L);
        assertThat(run.broken()).isEmpty();
    }
}
