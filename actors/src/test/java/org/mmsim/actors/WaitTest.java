package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.actors.Lab.barrier;
import static org.mmsim.actors.Lab.compute;
import static org.mmsim.actors.Lab.repeat;
import static org.mmsim.actors.Lab.signal;
import static org.mmsim.actors.Lab.sleep;
import static org.mmsim.actors.Lab.until;
import static org.mmsim.protocol.Event.BARRIER_PASSED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.BARRIER_REACHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.CONTEXT_SWITCHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.IDLE_ENTERED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.IDLE_LEFT_FIELD_NUMBER;
import static org.mmsim.protocol.Event.OPERATION_FINISHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.OPERATION_STARTED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.THREAD_WOKEN_FIELD_NUMBER;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.Check;
import org.mmsim.protocol.Operation;

class WaitTest {
    private static Lab lab() {
        return new Lab().machine(m -> m.cpus(3).allCosts(0));
    }

    @Test
    void aSleepEndsWhenItsTimeIsOver() {
        RunRecord run = lab().machine(m -> m.cost(CostId.SYSCALL, 7))
                .thread(0, sleep(1_000))
                .run();

        assertThat(run.operation(0, Operation.OP_SLEEP).ns()).isEqualTo(1_007);
    }

    @Test
    void whoSleepsPaysForLeavingIdleAndForTheSwitchBack() {
        RunRecord run = lab().machine(m -> m.idleState(500, 90).cost(CostId.CONTEXT_SWITCH, 30))
                .thread(0, sleep(1_000))
                .run();

        assertThat(run.operation(0, Operation.OP_SLEEP).ns()).isEqualTo(30 + 1_000 + 90 + 30);
        assertThat(run.of(IDLE_LEFT_FIELD_NUMBER, 0).map(RunRecord.Happened::a)).containsExactly(0L, 1L);
    }

    @Test
    void nobodyPassesABarrierBeforeTheLastOneIsThere() {
        RunRecord run = lab().machine(m -> m.cost(CostId.IPI_WIRE, 5).cost(CostId.IPI_SEND, 2))
                .thread(0, compute(100), barrier(3, 3), compute(1))
                .thread(1, compute(300), barrier(3, 3), compute(1))
                .thread(2, compute(200), barrier(3, 3), compute(1))
                .run();

        assertThat(run.of(BARRIER_REACHED_FIELD_NUMBER).map(f -> f.a() + " misses " + f.c()))
                .containsExactly("0 misses 2", "2 misses 1", "1 misses 0");
        assertThat(run.first(BARRIER_PASSED_FIELD_NUMBER).timeNs()).isEqualTo(300);
        assertThat(run.operation(0, Operation.OP_BARRIER).toNs()).isEqualTo(300 + 2 + 5);
        assertThat(run.operation(2, Operation.OP_BARRIER).toNs()).isEqualTo(300 + 2 + 2 + 5);
        assertThat(run.operation(1, Operation.OP_BARRIER).toNs())
                .as("whoever wakes the others")
                .isEqualTo(300 + 2 + 2);
    }

    @Test
    void aBarrierServesRoundAfterRound() {
        RunRecord run = lab().thread(0, repeat(10, compute(10), barrier(0, 2)))
                .thread(1, repeat(10, compute(25), barrier(0, 2)))
                .run();

        assertThat(run.of(BARRIER_PASSED_FIELD_NUMBER).map(RunRecord.Happened::timeNs))
                .containsExactly(25L, 50L, 75L, 100L, 125L, 150L, 175L, 200L, 225L, 250L);
        assertThat(run.broken()).isEmpty();
    }

    @Test
    void aBarrierThatNobodyElseReachesIsADeadlock() {
        RunRecord run = lab().thread(0, barrier(0, 2)).thread(1, compute(5)).run();

        assertThat(run.outcome().violations())
                .singleElement()
                .satisfies(v -> assertThat(v.check()).isEqualTo(Check.CHECK_DEADLOCK))
                .satisfies(v -> assertThat(v.subject()).as("threads left").isEqualTo(1));
    }

    @Test
    void aRepeatEndsWhenAnotherThreadHasSetItsFlag() {
        RunRecord run = lab().thread(0, until(4, compute(10)))
                .thread(1, compute(95), signal(4))
                .run();

        assertThat(run.operations(0, Operation.OP_COMPUTE)).hasSize(10);
    }

    @Test
    void threadsOfOneCpuRunOneAfterTheOther() {
        RunRecord run = lab().machine(m -> m.cost(CostId.CONTEXT_SWITCH, 40))
                .thread(0, compute(100), sleep(1_000), compute(100))
                .thread(0, compute(300))
                .process()
                .thread(0, compute(500))
                .run();

        assertThat(run.operations(0, Operation.OP_COMPUTE).get(0)).isEqualTo(new RunRecord.Performed(0, 140, 0));
        assertThat(run.operation(1, Operation.OP_COMPUTE)).isEqualTo(new RunRecord.Performed(0, 140 + 340, 0));
        assertThat(run.operation(2, Operation.OP_COMPUTE)).isEqualTo(new RunRecord.Performed(0, 140 + 340 + 540, 0));
        assertThat(run.operations(0, Operation.OP_COMPUTE).get(1).fromNs()).isEqualTo(140 + 1_000 + 40);
        assertThat(run.of(CONTEXT_SWITCHED_FIELD_NUMBER, 0).map(RunRecord.Happened::a))
                .containsExactly(0L, 1L, 2L, 0L);
    }

    @Test
    void aWokenThreadWaitsForTheOneThatRuns() {
        RunRecord run =
                lab().thread(0, sleep(50), compute(10)).thread(0, compute(500)).run();
        RunRecord.Happened woken = run.of(THREAD_WOKEN_FIELD_NUMBER, 0)
                .filter(f -> f.a() == 0)
                .skip(1)
                .findFirst()
                .orElseThrow();

        assertThat(woken.timeNs()).isEqualTo(50);
        assertThat(run.operation(0, Operation.OP_SLEEP).toNs()).isEqualTo(500);
    }

    @Test
    void aCpuIsIdleWhenAllItsThreadsSleepOrHaveEnded() {
        RunRecord run = lab().thread(0, compute(10), sleep(100), compute(10)).run();

        assertThat(run.of(IDLE_ENTERED_FIELD_NUMBER, 0).map(RunRecord.Happened::timeNs))
                .containsExactly(10L, 120L);
        assertThat(run.machine().cpu(0).idle()).isTrue();
    }

    @Test
    void anOperationBeginsWhenTheLastOneIsDoneAndBecauseOfIt() {
        RunRecord run = lab().thread(0, compute(10), compute(20)).run();
        List<RunRecord.Happened> begun = run.of(OPERATION_STARTED_FIELD_NUMBER).toList();
        List<RunRecord.Happened> done = run.of(OPERATION_FINISHED_FIELD_NUMBER).toList();

        assertThat(begun.get(1).cause()).isEqualTo(done.get(0).seq());
        assertThat(begun.get(1).timeNs()).isEqualTo(done.get(0).timeNs()).isEqualTo(10);
    }
}
