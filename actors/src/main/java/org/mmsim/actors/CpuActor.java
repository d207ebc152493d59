package org.mmsim.actors;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.protocol.CpuMessage;

/** A CPU: what reaches it goes to the engine's {@link Cpu}, which runs the kernel paths. */
final class CpuActor extends SimulatedActor<CpuMessage> {
    private final Cpu cpu;

    private CpuActor(ActorContext<Envelope<CpuMessage>> context, SimulationRun run, Cpu cpu) {
        super(context, run);
        this.cpu = cpu;
    }

    static Behavior<Envelope<CpuMessage>> create(SimulationRun run, Cpu cpu) {
        return Behaviors.setup(context -> new CpuActor(context, run, cpu));
    }

    @Override
    void on(CpuMessage message) {
        switch (message.getKindCase()) {
            case IPI -> cpu.onIpi(message.getIpi().getSender());
            case CSD_UNLOCKED -> cpu.onCsdUnlocked(message.getCsdUnlocked().getTarget());
            case RESUME -> cpu.onResume();
            case TLB_INVALIDATION_DONE ->
                cpu.onInvalidationDone(message.getTlbInvalidationDone().getTlb());
            case LOCK_GRANTED -> cpu.onLockGranted();
            case WAKE -> cpu.onWake(message.getWake().getThread());
            case STORE_DRAIN -> cpu.onStoreDrain();
            case KIND_NOT_SET -> throw new IllegalArgumentException("an empty message for CPU " + cpu.index());
        }
    }
}
