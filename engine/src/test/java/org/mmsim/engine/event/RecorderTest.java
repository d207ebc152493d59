package org.mmsim.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mmsim.protocol.Event.CHECK_VIOLATED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.IPI_SENT_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmsim.protocol.ActorKind;
import org.mmsim.protocol.Check;

class RecorderTest {
    private final Clock clock = new Clock();
    private final List<String> log = new ArrayList<>();
    private final Recorder recorder = new Recorder(
            clock,
            fact -> log.add("state " + fact.seq),
            (type, timeNs, actor, cause, a, b, c, d) -> log.add("journal " + type + " at " + timeNs + " <- " + cause));

    @Test
    void observersSeeAFactBeforeItIsTrueAndTheJournalAfterwards() {
        recorder.observe(fact -> log.add("observer " + fact.seq), IPI_SENT_FIELD_NUMBER);
        recorder.record(IPI_SENT_FIELD_NUMBER, ActorIds.cpu(3), 5);
        recorder.record(PTE_SET_FIELD_NUMBER, ActorIds.cpu(3), 1, 2, 3, 4);

        assertThat(log)
                .containsExactly(
                        "observer 1",
                        "state 1",
                        "journal " + IPI_SENT_FIELD_NUMBER + " at 0 <- 0",
                        "state 2",
                        "journal " + PTE_SET_FIELD_NUMBER + " at 0 <- 0");
    }

    @Test
    void aFactCarriesTimeAndCauseOfTheInstant() {
        clock.deliver(70, 12);
        clock.follow(recorder.record(IPI_SENT_FIELD_NUMBER, ActorIds.cpu(0), 1));
        recorder.record(IPI_SENT_FIELD_NUMBER, ActorIds.cpu(0), 2);

        assertThat(log)
                .contains("journal " + IPI_SENT_FIELD_NUMBER + " at 70 <- 12")
                .contains("journal " + IPI_SENT_FIELD_NUMBER + " at 70 <- 1");
    }

    @Test
    void aBrokenRuleIsOnRecordRightAfterTheFactThatBrokeItAndNotACauseOfWhatFollows() {
        recorder.observe(fact -> recorder.violation(Check.CHECK_CSD, fact.a, 0), IPI_SENT_FIELD_NUMBER);
        clock.deliver(5, 77);
        recorder.record(IPI_SENT_FIELD_NUMBER, ActorIds.cpu(0), 1);
        recorder.record(PTE_SET_FIELD_NUMBER, ActorIds.cpu(0), 1, 2, 3, 4);

        assertThat(log)
                .containsExactly(
                        "state 1",
                        "journal " + IPI_SENT_FIELD_NUMBER + " at 5 <- 77",
                        "state 2",
                        "journal " + CHECK_VIOLATED_FIELD_NUMBER + " at 5 <- 1",
                        "state 3",
                        "journal " + PTE_SET_FIELD_NUMBER + " at 5 <- 77");
    }

    @Test
    void timeNeverGoesBack() {
        clock.deliver(5, 1);

        assertThatThrownBy(() -> clock.deliver(4, 2)).hasMessageContaining("from 5 to 4 ns");
    }

    @Test
    void actorsAreNumberedByKind() {
        assertThat(ActorIds.index(ActorIds.tlb(127))).isEqualTo(127);
        assertThat(ActorIds.kind(ActorIds.cpu(0))).isEqualTo(ActorKind.ACTOR_CPU);
        assertThat(ActorIds.kind(ActorIds.tlb(127))).isEqualTo(ActorKind.ACTOR_TLB);
        assertThat(ActorIds.kind(ActorIds.process(1))).isEqualTo(ActorKind.ACTOR_PROCESS);
        assertThat(ActorIds.kind(ActorIds.MACHINE)).isEqualTo(ActorKind.ACTOR_MACHINE);
    }
}
