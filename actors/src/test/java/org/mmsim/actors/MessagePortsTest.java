package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mmsim.protocol.CpuMessage;
import org.mmsim.protocol.InvalidationScope;
import org.mmsim.protocol.ProcessMessage;
import org.mmsim.protocol.TlbMessage;

class MessagePortsTest {
    private static final int CPUS = 3;

    private final SimulationRun run = new SimulationRun();
    private final MessagePorts ports = new MessagePorts(run, CPUS);
    private final List<TestInbox<Envelope<CpuMessage>>> cpus = inboxes();
    private final List<TestInbox<Envelope<TlbMessage>>> tlbs = inboxes();
    private final TestInbox<Envelope<ProcessMessage>> process = TestInbox.create();

    private static <M> List<TestInbox<Envelope<M>>> inboxes() {
        return Stream.generate(TestInbox::<Envelope<M>>create).limit(CPUS).toList();
    }

    @BeforeEach
    void connect() {
        cpus.forEach(inbox -> ports.addCpu(inbox.getRef()));
        tlbs.forEach(inbox -> ports.addTlb(inbox.getRef()));
        ports.addProcess(process.getRef());
        run.clock().deliver(1_000, 77);
    }

    private Envelope<?> take() {
        return Objects.requireNonNull(run.queue().take(), "no message");
    }

    /** The only message there is, which must be due then, follow from the present, and be for that actor. */
    private <M> M only(TestInbox<Envelope<M>> inbox, long timeNs) {
        Envelope<?> envelope = take();
        assertThat(envelope.timeNs).isEqualTo(timeNs);
        assertThat(envelope.cause()).isEqualTo(77);
        envelope.tell();
        M message = inbox.receiveMessage().message();
        assertThat(run.queue().take()).isNull();
        return message;
    }

    private CpuMessage toCpu(int cpu, long timeNs) {
        return only(cpus.get(cpu), timeNs);
    }

    @Test
    void anIpiGoesToItsTargetAndNamesItsSender() {
        ports.ipi(1, 2, 500);

        assertThat(toCpu(2, 1_500).getIpi().getSender()).isEqualTo(1);
    }

    @Test
    void anUnlockedCsdGoesBackToItsSenderAndNamesTheTarget() {
        ports.csdUnlocked(2, 1, 20);

        assertThat(toCpu(1, 1_020).getCsdUnlocked().getTarget()).isEqualTo(2);
    }

    @Test
    void aResumeGoesToTheCpuItselfAndCanBeTakenBack() {
        ports.resume(0, 5);
        assertThat(toCpu(0, 1_005).hasResume()).isTrue();

        long handle = ports.resume(0, 50);
        ports.cancel(handle);
        assertThat(run.queue().take()).isNull();
    }

    @Test
    void aWakeUpNamesTheThread() {
        ports.wake(1, 42, 0);

        assertThat(toCpu(1, 1_000).getWake().getThread()).isEqualTo(42);
    }

    @Test
    void grantsAndDrainsGoToTheirCpu() {
        ports.lockGranted(1, 3);
        assertThat(toCpu(1, 1_003).hasLockGranted()).isTrue();

        run.clock().deliver(1_003, 77);
        ports.drainStores(2, 4);
        assertThat(toCpu(2, 1_007).hasStoreDrain()).isTrue();
    }

    @Test
    void anInvalidationCarriesItsRangeAndABroadcastSharesIt() {
        ports.invalidate(0, 1, InvalidationScope.SCOPE_RANGE, 9, 0x4000, 0x1000, 8);
        ports.invalidate(0, 2, InvalidationScope.SCOPE_RANGE, 9, 0x4000, 0x1000, 8);
        ports.invalidate(0, 1, InvalidationScope.SCOPE_RANGE, 9, 0x5000, 0x1000, 8);
        TlbMessage first = (TlbMessage) take().message();
        TlbMessage second = (TlbMessage) take().message();
        TlbMessage other = (TlbMessage) take().message();

        assertThat(first.getInvalidate().getInitiator()).isZero();
        assertThat(first.getInvalidate().getScope()).isEqualTo(InvalidationScope.SCOPE_RANGE);
        assertThat(first.getInvalidate().getMm()).isEqualTo(9);
        assertThat(first.getInvalidate().getVa()).isEqualTo(0x4000);
        assertThat(first.getInvalidate().getLength()).isEqualTo(0x1000);
        assertThat(second).isSameAs(first);
        assertThat(other.getInvalidate().getVa()).isEqualTo(0x5000);
    }

    @Test
    void anInvalidationGoesToItsTlb() {
        ports.invalidate(0, 1, InvalidationScope.SCOPE_PID, 9, 0, 0, 8);

        assertThat(only(tlbs.get(1), 1_008).getInvalidate().getMm()).isEqualTo(9);
    }

    @Test
    void aTlbsAnswerGoesToTheInitiator() {
        ports.invalidationDone(2, 1, 6);

        assertThat(toCpu(1, 1_006).getTlbInvalidationDone().getTlb()).isEqualTo(2);
    }

    @Test
    void theEndOfAnOperationGoesToItsProcessAtOnce() {
        ports.operationDone(1, 5, 12);
        ProcessMessage message = only(process, 1_000);

        assertThat(message.getOperationDone().getThread()).isEqualTo(5);
        assertThat(message.getOperationDone().getError()).isEqualTo(12);
    }

    @Test
    void theClockIsOnlyMovedWhereNothingElseHappensFirst() {
        ports.ipi(0, 1, 100);

        assertThat(ports.advanceTo(1_099)).isTrue();
        assertThat(run.clock().nowNs()).isEqualTo(1_099);
        assertThat(run.clock().cause()).isEqualTo(77);
        assertThat(ports.advanceTo(1_100))
                .as("the message of that instant comes first")
                .isFalse();
        assertThat(run.clock().nowNs()).isEqualTo(1_099);
    }
}
