package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mmsim.protocol.Event.OPERATION_FINISHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.OPERATION_STARTED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PROCESS_CREATED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.THREAD_STARTED_FIELD_NUMBER;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmsim.protocol.Operation;
import org.mmsim.protocol.OperationDone;
import org.mmsim.protocol.ProcessMessage;
import org.mmsim.protocol.Start;

class ProcessActorTest {
    private static final ProcessMessage START =
            ProcessMessage.newBuilder().setStart(Start.getDefaultInstance()).build();

    private final ActorBench bench =
            new ActorBench(new Lab().thread(0, Lab.compute(5), Lab.sleep(6)).thread(1, Lab.compute(7)));

    private List<String> happened() {
        return bench.facts.stream()
                .filter(f -> List.of(
                                PROCESS_CREATED_FIELD_NUMBER,
                                THREAD_STARTED_FIELD_NUMBER,
                                OPERATION_STARTED_FIELD_NUMBER,
                                OPERATION_FINISHED_FIELD_NUMBER)
                        .contains(f.type()))
                .map(f -> switch (f.type()) {
                    case PROCESS_CREATED_FIELD_NUMBER -> "process " + f.a();
                    case THREAD_STARTED_FIELD_NUMBER -> "thread " + f.b() + " on CPU " + f.c();
                    case OPERATION_STARTED_FIELD_NUMBER -> f.a() + " begins " + Operation.forNumber((int) f.b());
                    default -> f.a() + " ends " + Operation.forNumber((int) f.b()) + " with " + f.c();
                })
                .toList();
    }

    @Test
    void aStartCreatesTheProcessAndGivesEveryThreadItsFirstOperation() {
        bench.tellProcess(START);

        assertThat(happened())
                .containsExactly(
                        "process 1",
                        "thread 0 on CPU 0",
                        "0 begins OP_COMPUTE",
                        "thread 1 on CPU 1",
                        "1 begins OP_COMPUTE");
    }

    @Test
    void whenAnOperationIsDoneTheNextOneFollows() {
        bench.tellProcess(START);
        bench.tellProcess(done(0, 14));
        bench.tellProcess(done(1, 0));

        assertThat(happened())
                .endsWith(
                        "0 ends OP_COMPUTE with 14",
                        "0 begins OP_SLEEP",
                        "1 ends OP_COMPUTE with 0",
                        "1 begins OP_EXIT");
    }

    private static ProcessMessage done(int thread, int error) {
        return ProcessMessage.newBuilder()
                .setOperationDone(OperationDone.newBuilder().setThread(thread).setError(error))
                .build();
    }

    @Test
    void aDefectEndsTheRunInsteadOfTheActor() {
        bench.tellProcess(done(99, 0));

        assertThatThrownBy(() -> bench.run.finished().join()).hasMessageContaining("no such thread");
    }
}
