package org.mmsim.actors;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.mmsim.engine.process.UserProcess;
import org.mmsim.protocol.OperationDone;
import org.mmsim.protocol.ProcessMessage;

/** A process: gives its threads their operations, one after another. */
final class ProcessActor extends SimulatedActor<ProcessMessage> {
    private final UserProcess process;

    private ProcessActor(ActorContext<Envelope<ProcessMessage>> context, SimulationRun run, UserProcess process) {
        super(context, run);
        this.process = process;
    }

    static Behavior<Envelope<ProcessMessage>> create(SimulationRun run, UserProcess process) {
        return Behaviors.setup(context -> new ProcessActor(context, run, process));
    }

    @Override
    void on(ProcessMessage message) {
        switch (message.getKindCase()) {
            case START -> process.onStart();
            case OPERATION_DONE -> {
                OperationDone done = message.getOperationDone();
                process.onOperationDone(done.getThread(), done.getError());
            }
            case KIND_NOT_SET -> throw new IllegalArgumentException("an empty message for a process");
        }
    }
}
