package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mmsim.protocol.Event.IPI_ACKNOWLEDGED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.IPI_RECEIVED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.STORE_DRAINED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.THREAD_STARTED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.THREAD_WOKEN_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TLBI_ACKNOWLEDGED_FIELD_NUMBER;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.cpu.Task;
import org.mmsim.engine.event.ActorIds;
import org.mmsim.protocol.CpuMessage;
import org.mmsim.protocol.CsdUnlocked;
import org.mmsim.protocol.Ipi;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.LockGranted;
import org.mmsim.protocol.Resume;
import org.mmsim.protocol.StoreDrain;
import org.mmsim.protocol.StoreLocation;
import org.mmsim.protocol.TlbInvalidationDone;
import org.mmsim.protocol.Wake;

class CpuActorTest {
    private static final CpuMessage WAKE =
            CpuMessage.newBuilder().setWake(Wake.newBuilder().setThread(0)).build();

    private final ActorBench bench = new ActorBench(new Lab().machine(m -> m.cpus(3)));
    private final List<String> log = new ArrayList<>();

    private void send(int cpu, CpuMessage message) {
        bench.tellCpu(cpu, message);
    }

    private void send(int cpu, CpuMessage.Builder message) {
        send(cpu, message.build());
    }

    private RunRecord.Happened only(int type) {
        List<RunRecord.Happened> all =
                bench.facts.stream().filter(f -> f.type() == type).toList();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    /** A thread of the test's own on CPU 1, with a process around it. */
    private void givenThread(Program<?> program) {
        bench.engine.processes().get(0).onStart();
        bench.engine.kernel().recorder().record(THREAD_STARTED_FIELD_NUMBER, ActorIds.process(1), 1, 0, 1);
        Task task = new Task(0, 1);
        task.assign(new Frame(program) {});
        bench.engine.kernel().add(task);
    }

    @Test
    void anIpiInterruptsTheCpu() {
        send(2, CpuMessage.newBuilder().setIpi(Ipi.newBuilder().setSender(1)));

        assertThat(only(IPI_RECEIVED_FIELD_NUMBER).actor()).isEqualTo(ActorIds.cpu(2));
        assertThat(only(IPI_RECEIVED_FIELD_NUMBER).a()).isEqualTo(1);
    }

    @Test
    void anUnlockedCsdIsAnAcknowledgementByItsTarget() {
        bench.cpuOf(1).expectAcknowledgement(2);
        send(1, CpuMessage.newBuilder().setCsdUnlocked(CsdUnlocked.newBuilder().setTarget(2)));

        assertThat(only(IPI_ACKNOWLEDGED_FIELD_NUMBER).a()).isEqualTo(2);
        assertThat(bench.cpuOf(1).acknowledgedNs(2)).isZero();
    }

    @Test
    void aTlbsAnswerIsOneLessToWaitFor() {
        bench.cpuOf(0).expectInvalidations(3);
        send(
                0,
                CpuMessage.newBuilder()
                        .setTlbInvalidationDone(TlbInvalidationDone.newBuilder().setTlb(2)));

        assertThat(only(TLBI_ACKNOWLEDGED_FIELD_NUMBER).a()).isEqualTo(2);
        assertThat(bench.cpuOf(0).invalidationsOutstanding()).isEqualTo(2);
    }

    @Test
    void aDrainMakesBufferedStoresVisible() {
        bench.cpuOf(0).storeBuffer().store(StoreLocation.LOCATION_PMD, 1, 0, () -> log.add("visible"));
        assertThat(log).isEmpty();
        send(0, CpuMessage.newBuilder().setStoreDrain(StoreDrain.getDefaultInstance()));

        assertThat(log).containsExactly("visible");
        assertThat(only(STORE_DRAINED_FIELD_NUMBER).actor()).isEqualTo(ActorIds.cpu(0));
    }

    @Test
    void aWakeUpMakesTheThreadRun() {
        givenThread(Program.of(KernelFunction.no_function)
                .step((cpu, f) -> log.add("runs"))
                .build());
        send(1, WAKE);

        assertThat(only(THREAD_WOKEN_FIELD_NUMBER).actor()).isEqualTo(ActorIds.cpu(1));
        assertThat(log).containsExactly("runs");
    }

    @Test
    void aResumeContinuesWhatTookTime() {
        givenThread(Program.of(KernelFunction.no_function)
                .step((cpu, f) -> log.add("first"))
                .step((cpu, f) -> cpu.spend(50))
                .step((cpu, f) -> log.add("second"))
                .build());
        // Something else is due at once, so the CPU cannot just move the clock on.
        bench.engine.drainStores(0, 0);
        send(1, WAKE);
        assertThat(log).isEmpty();
        CpuMessage resume =
                CpuMessage.newBuilder().setResume(Resume.getDefaultInstance()).build();
        send(1, resume);
        assertThat(log).containsExactly("first");
        send(1, resume);

        assertThat(log).containsExactly("first", "second");
    }

    @Test
    void theGrantOfALockMakesASpinningCpuLookAgain() {
        givenThread(Program.of(KernelFunction.no_function)
                .await((cpu, f) -> {
                    log.add("looks");
                    return Program.NOT_YET;
                })
                .build());
        send(1, WAKE);
        assertThat(log).containsExactly("looks");
        send(1, CpuMessage.newBuilder().setLockGranted(LockGranted.getDefaultInstance()));

        assertThat(log).containsExactly("looks", "looks");
    }

    @Test
    void aDefectEndsTheRunInsteadOfTheActor() {
        send(0, CpuMessage.getDefaultInstance());

        assertThat(bench.run.underWay()).isFalse();
        assertThatThrownBy(() -> bench.run.finished().join())
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("an empty message for CPU 0");
    }
}
