package org.mmsim.actors;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** An actor of the simulated machine. A defect in it ends the run instead of being supervised away. */
abstract class SimulatedActor<M> extends AbstractBehavior<Envelope<M>> {
    private final SimulationRun run;

    SimulatedActor(ActorContext<Envelope<M>> context, SimulationRun run) {
        super(context);
        this.run = run;
    }

    /** Called at the virtual instant of delivery. */
    abstract void on(M message);

    @Override
    public final Receive<Envelope<M>> createReceive() {
        return new Receive<>() {
            @Override
            public Behavior<Envelope<M>> receiveMessage(Envelope<M> envelope) {
                try {
                    on(envelope.message());
                } catch (RuntimeException | Error failure) {
                    run.fail(failure);
                }
                return SimulatedActor.this;
            }

            @Override
            public Behavior<Envelope<M>> receiveSignal(Signal signal) {
                return SimulatedActor.this;
            }
        };
    }
}
