package org.mmsim.actors;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.mmsim.engine.cpu.TlbUnit;
import org.mmsim.protocol.Invalidate;
import org.mmsim.protocol.InvalidationScope;
import org.mmsim.protocol.TlbMessage;

/** A TLB: receives invalidations from every CPU and completes them. */
final class TlbActor extends SimulatedActor<TlbMessage> {
    private final TlbUnit tlb;

    private TlbActor(ActorContext<Envelope<TlbMessage>> context, SimulationRun run, TlbUnit tlb) {
        super(context, run);
        this.tlb = tlb;
    }

    static Behavior<Envelope<TlbMessage>> create(SimulationRun run, TlbUnit tlb) {
        return Behaviors.setup(context -> new TlbActor(context, run, tlb));
    }

    @Override
    void on(TlbMessage message) {
        switch (message.getKindCase()) {
            case INVALIDATE -> {
                Invalidate what = message.getInvalidate();
                tlb.onInvalidate(
                        what.getInitiator(), what.getMm(), what.getVa(), what.getLength(), leavesOnly(what.getScope()));
            }
            case KIND_NOT_SET -> throw new IllegalArgumentException("an empty message for a TLB");
        }
    }

    private static boolean leavesOnly(InvalidationScope scope) {
        return scope == InvalidationScope.SCOPE_RANGE || scope == InvalidationScope.SCOPE_PID;
    }
}
