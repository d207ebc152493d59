package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.protocol.Event.PROCESS_CREATED_FIELD_NUMBER;

import org.junit.jupiter.api.Test;

class EmptyProcessTest {
    @Test
    void aProcessWithoutThreadsNeverBeginsAndLeavesNothing() {
        RunRecord run = new Lab().process().thread(0, Lab.compute(1_000)).run();

        assertThat(run.of(PROCESS_CREATED_FIELD_NUMBER).map(RunRecord.Happened::a))
                .containsExactly(2L);
        assertThat(run.broken()).isEmpty();
    }
}
