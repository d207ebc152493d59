package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.actors.Lab.BASE;
import static org.mmsim.actors.Lab.barrier;
import static org.mmsim.actors.Lab.compute;
import static org.mmsim.actors.Lab.map;
import static org.mmsim.actors.Lab.sleep;
import static org.mmsim.actors.Lab.touch;
import static org.mmsim.actors.Lab.unmap;
import static org.mmsim.actors.Lab.walk;
import static org.mmsim.protocol.Event.CSD_QUEUED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.INTERRUPTS_ENABLED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.IPI_ACKNOWLEDGED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.IPI_HANDLED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.IPI_RECEIVED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.IPI_SENT_FIELD_NUMBER;
import static org.mmsim.protocol.Event.IPI_TAKEN_FIELD_NUMBER;
import static org.mmsim.protocol.Event.SERIALISE_FINISHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.SERIALISE_STARTED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.WALK_ENDED_FIELD_NUMBER;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.Jitter;
import org.mmsim.protocol.WalkerClass;

/** smp_call_function_many, seen through the serialisation of a huge page's munmap. */
class CrossCpuCallTest {
    private static final long HUGE = 2 * TestMachine.MIB;
    private static final long SEND = 1000;
    private static final long WIRE = 500;
    private static final long QUEUE = 50;
    private static final long ENTRY = 400;
    private static final long HANDLE = 900;
    private static final long TRANSFER = 200;

    private static Lab lab(int cpus) {
        return new Lab()
                .machine(m -> m.cpus(cpus)
                        .allCosts(0)
                        .cost(CostId.IPI_SEND, SEND)
                        .cost(CostId.IPI_WIRE, WIRE)
                        .cost(CostId.CSD_QUEUE, QUEUE)
                        .cost(CostId.INTERRUPT_ENTRY, ENTRY)
                        .cost(CostId.CSD_HANDLE, HANDLE)
                        .cost(CostId.LINE_TRANSFER, TRANSFER));
    }

    private static long serialisationNs(RunRecord run) {
        return run.first(SERIALISE_FINISHED_FIELD_NUMBER).timeNs()
                - run.first(SERIALISE_STARTED_FIELD_NUMBER).timeNs();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void oneCallCostsQueueSendWireEntryHandlerAndTheWayBack(boolean fine) {
        Lab lab = lab(2).thread(0, map(BASE, HUGE), touch(BASE, HUGE, HUGE), barrier(0, 2), unmap(BASE, HUGE))
                .thread(1, barrier(0, 2), compute(1_000_000));
        RunRecord run = (fine ? lab.fine() : lab).run();

        assertThat(serialisationNs(run)).isEqualTo(QUEUE + SEND + WIRE + ENTRY + HANDLE + TRANSFER);
        assertThat(run.broken()).isEmpty();
    }

    /** The last IPI leaves when the others have been sent, and the csds are looked at in order meanwhile. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void callsToSeveralCpusOverlapButForTheSendersShare(boolean fine) {
        Lab lab = lab(4).thread(0, map(BASE, HUGE), touch(BASE, HUGE, HUGE), barrier(0, 4), unmap(BASE, HUGE))
                .thread(1, barrier(0, 4), compute(1_000_000))
                .thread(2, barrier(0, 4), compute(1_000_000))
                .thread(3, barrier(0, 4), compute(1_000_000));
        RunRecord run = (fine ? lab.fine() : lab).run();

        assertThat(serialisationNs(run)).isEqualTo(3 * QUEUE + 3 * SEND + WIRE + ENTRY + HANDLE + TRANSFER);
        assertThat(run.count(CSD_QUEUED_FIELD_NUMBER)).isEqualTo(3);
        assertThat(run.count(IPI_SENT_FIELD_NUMBER)).isEqualTo(3);
        assertThat(run.count(IPI_HANDLED_FIELD_NUMBER)).isEqualTo(3);
        assertThat(run.of(IPI_ACKNOWLEDGED_FIELD_NUMBER, 0)).hasSize(3);
        assertThat(run.broken()).isEmpty();
    }

    @Test
    void nobodyIsCalledWhenNobodyElseRunsTheMm() {
        RunRecord run = lab(4).thread(0, map(BASE, HUGE), touch(BASE, HUGE, HUGE), unmap(BASE, HUGE))
                .process()
                .thread(1, compute(1_000_000))
                .run();

        assertThat(run.count(CSD_QUEUED_FIELD_NUMBER)).isZero();
        assertThat(serialisationNs(run)).isZero();
    }

    /** CPU 2 has both mms in its MMU's past and walks with interrupts off while both are unmapped. */
    private static Lab twoSendersToOneTarget(long walkNs) {
        return lab(3).thread(1, map(BASE, HUGE), touch(BASE, HUGE, HUGE), compute(20_000), unmap(BASE, HUGE))
                .thread(2, compute(10))
                .process()
                .thread(
                        0,
                        map(BASE, 2 * HUGE),
                        touch(BASE, 2 * HUGE, HUGE),
                        barrier(0, 2),
                        compute(5_000),
                        unmap(BASE, HUGE))
                .thread(2, barrier(0, 2), walk(WalkerClass.WALKER_PTE_POINTER, BASE + HUGE, walkNs));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void onlyTheFirstOfTwoSendersInterruptsAndBothAreAnswered(boolean fine) {
        Lab lab = twoSendersToOneTarget(100_000);
        RunRecord run = (fine ? lab.fine() : lab).run();

        assertThat(run.of(CSD_QUEUED_FIELD_NUMBER).filter(f -> f.a() == 2)).hasSize(2);
        assertThat(run.of(IPI_SENT_FIELD_NUMBER).filter(f -> f.a() == 2)).hasSize(1);
        assertThat(run.of(IPI_RECEIVED_FIELD_NUMBER, 2)).hasSize(1);
        assertThat(run.of(IPI_HANDLED_FIELD_NUMBER, 2).map(RunRecord.Happened::a))
                .as("oldest first")
                .containsExactly(0L, 1L);
        assertThat(run.of(IPI_ACKNOWLEDGED_FIELD_NUMBER).filter(f -> f.a() == 2).map(RunRecord.Happened::index))
                .containsExactly(0, 1);
        assertThat(run.broken()).isEmpty();
    }

    @Test
    void anIpiWaitsForInterruptsToBeOnAndIsTakenAtOnceThen() {
        RunRecord run = twoSendersToOneTarget(100_000).run();
        RunRecord.Happened received = run.first(IPI_RECEIVED_FIELD_NUMBER, 2);
        RunRecord.Happened enabled = run.first(INTERRUPTS_ENABLED_FIELD_NUMBER, 2);
        RunRecord.Happened taken = run.first(IPI_TAKEN_FIELD_NUMBER, 2);

        assertThat(received.c()).as("pending").isEqualTo(1);
        assertThat(received.timeNs()).isLessThan(enabled.timeNs());
        assertThat(taken.seq()).isEqualTo(enabled.seq() + 1);
        assertThat(taken.timeNs()).isEqualTo(enabled.timeNs());
        assertThat(run.first(IPI_HANDLED_FIELD_NUMBER, 2).timeNs()).isEqualTo(enabled.timeNs() + ENTRY + HANDLE);
    }

    @Test
    void theSenderWaitsForTheSlowestTarget() {
        RunRecord run = lab(3).thread(
                        0,
                        map(BASE, 2 * HUGE),
                        touch(BASE, 2 * HUGE, HUGE),
                        barrier(0, 3),
                        compute(100),
                        unmap(BASE, HUGE))
                .thread(1, barrier(0, 3), compute(1_000_000))
                .thread(2, barrier(0, 3), walk(WalkerClass.WALKER_PTE_POINTER, BASE + HUGE, 77_000))
                .run();
        long walkEnded = run.first(WALK_ENDED_FIELD_NUMBER, 2).timeNs();

        assertThat(run.first(SERIALISE_FINISHED_FIELD_NUMBER).timeNs())
                .isEqualTo(walkEnded + ENTRY + HANDLE + TRANSFER);
        assertThat(run.of(IPI_HANDLED_FIELD_NUMBER, 1).findFirst().orElseThrow().timeNs())
                .as("the quick target")
                .isLessThan(walkEnded);
    }

    @Test
    void anIdleTargetPaysForLeavingTheIdleStateItHasReached() {
        RunRecord run = lab(2).machine(m -> m.idleState(100_000, 10_000).idleState(5_000_000, 99_000))
                .thread(
                        0,
                        map(BASE, 3 * HUGE),
                        touch(BASE, 3 * HUGE, HUGE),
                        barrier(0, 2),
                        compute(1_000_000),
                        unmap(BASE, 2 * HUGE),
                        compute(9_000_000),
                        unmap(BASE + 2 * HUGE, HUGE))
                .thread(1, barrier(0, 2), sleep(50_000_000))
                .run();
        long[] received = run.of(IPI_RECEIVED_FIELD_NUMBER, 1)
                .mapToLong(RunRecord.Happened::timeNs)
                .toArray();
        long[] handled = run.of(IPI_HANDLED_FIELD_NUMBER, 1)
                .mapToLong(RunRecord.Happened::timeNs)
                .toArray();

        assertThat(run.of(IPI_RECEIVED_FIELD_NUMBER, 1).map(RunRecord.Happened::b))
                .as("1 + number of the idle state")
                .containsExactly(2L, 1L, 3L);
        assertThat(handled[0] - received[0]).isEqualTo(10_000 + ENTRY + HANDLE);
        assertThat(handled[1] - received[1]).as("it has just been woken").isEqualTo(ENTRY + HANDLE);
        assertThat(handled[2] - received[2]).isEqualTo(99_000 + ENTRY + HANDLE);
    }

    @Test
    void underAnyTimingEveryCsdIsQueuedOnceHandledOnceAndAcknowledgedOnce() {
        long ipisSaved = 0;
        for (int seed = 0; seed < 200; seed++) {
            RunRecord run = manySenders(seed).run();
            long queued = run.count(CSD_QUEUED_FIELD_NUMBER);
            assertThat(run.broken()).as("seed %d", seed).isEmpty();
            assertThat(run.count(IPI_HANDLED_FIELD_NUMBER)).as("seed %d", seed).isEqualTo(queued);
            assertThat(run.count(IPI_ACKNOWLEDGED_FIELD_NUMBER))
                    .as("seed %d", seed)
                    .isEqualTo(queued);
            assertThat(run.count(IPI_SENT_FIELD_NUMBER)).as("seed %d", seed).isLessThanOrEqualTo(queued);
            for (int cpu = 0; cpu < 4; cpu++) {
                assertThat(run.machine().cpu(cpu).queueLength())
                        .as("seed %d", seed)
                        .isZero();
            }
            ipisSaved += queued - run.count(IPI_SENT_FIELD_NUMBER);
        }
        assertThat(ipisSaved).as("csds that needed no IPI of their own").isPositive();
    }

    /** Three processes on the same four CPUs, all unmapping at about the same time. */
    private static Lab manySenders(long seed) {
        Lab lab = lab(4).machine(m -> m.allCosts(300).jitter(Jitter.Kind.LOGNORMAL, 900))
                .seed(seed)
                .fine();
        for (int process = 0; process < 3; process++) {
            if (process > 0) {
                lab.process();
            }
            for (int cpu = 0; cpu < 4; cpu++) {
                long va = BASE + cpu * 4L * HUGE;
                lab.thread(cpu, map(va, 2 * HUGE), touch(va, 2 * HUGE, HUGE), unmap(va, 2 * HUGE));
            }
        }
        return lab;
    }
}
