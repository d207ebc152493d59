package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mmsim.protocol.Event.CONTEXT_SWITCHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FUNCTION_ENTERED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PROCESS_CREATED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TLBI_ACKNOWLEDGED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TLB_LEAVES_INVALIDATED_FIELD_NUMBER;

import org.junit.jupiter.api.Test;
import org.mmsim.engine.event.ActorIds;
import org.mmsim.engine.event.Recorder;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.Invalidate;
import org.mmsim.protocol.InvalidationScope;
import org.mmsim.protocol.TlbMessage;

class TlbActorTest {
    private final ActorBench bench = new ActorBench(
            new Lab().machine(m -> m.cpus(3).cost(CostId.TLB_INVALIDATE, 40).cost(CostId.TLBI_WIRE, 300)));

    @Test
    void anInvalidationDropsWhatItNamesAndIsAnswered() {
        Recorder recorder = bench.engine.kernel().recorder();
        recorder.record(PROCESS_CREATED_FIELD_NUMBER, ActorIds.cpu(2), 1, 0, 0, 0);
        recorder.record(FUNCTION_ENTERED_FIELD_NUMBER, ActorIds.cpu(2), 0, 0, 0, 0);
        recorder.record(CONTEXT_SWITCHED_FIELD_NUMBER, ActorIds.cpu(2), 0, 1, 0, 0);
        bench.engine
                .kernel()
                .tlb(2)
                .fill(1, 0x10_0000, 0, bench.engine.kernel().machine().format().leaf(0, 7, 0));
        bench.cpuOf(1).expectInvalidations(1);
        bench.tellTlb(
                2,
                TlbMessage.newBuilder()
                        .setInvalidate(Invalidate.newBuilder()
                                .setInitiator(1)
                                .setScope(InvalidationScope.SCOPE_RANGE)
                                .setMm(1)
                                .setVa(0x10_0000)
                                .setLength(0x2_0000))
                        .build());
        RunRecord.Happened invalidated = bench.last();
        bench.engine.deliverAll();
        RunRecord.Happened answered = bench.last();

        assertThat(invalidated.type()).isEqualTo(TLB_LEAVES_INVALIDATED_FIELD_NUMBER);
        assertThat(invalidated.actor()).isEqualTo(ActorIds.tlb(2));
        assertThat(invalidated.b()).isEqualTo(0x10_0000);
        assertThat(invalidated.c()).isEqualTo(0x2_0000);
        assertThat(invalidated.d()).as("translations dropped").isEqualTo(1);
        assertThat(answered.type()).isEqualTo(TLBI_ACKNOWLEDGED_FIELD_NUMBER);
        assertThat(answered.actor()).isEqualTo(ActorIds.cpu(1));
        assertThat(answered.timeNs()).isEqualTo(340);
        assertThat(answered.cause()).isEqualTo(invalidated.seq());
    }

    @Test
    void aDefectEndsTheRunInsteadOfTheActor() {
        bench.tellTlb(0, TlbMessage.getDefaultInstance());

        assertThatThrownBy(() -> bench.run.finished().join()).hasMessageContaining("an empty message for a TLB");
    }
}
