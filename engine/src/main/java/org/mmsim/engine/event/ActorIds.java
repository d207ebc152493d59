package org.mmsim.engine.event;

import org.mmsim.protocol.ActorKind;

/** Actors as events name them: index × 8 + kind. */
public final class ActorIds {
    /** The machine itself: checkers, the end of a run. */
    public static final int MACHINE = ActorKind.ACTOR_MACHINE_VALUE;

    private ActorIds() {}

    public static int cpu(int index) {
        return index << 3 | ActorKind.ACTOR_CPU_VALUE;
    }

    public static int tlb(int index) {
        return index << 3 | ActorKind.ACTOR_TLB_VALUE;
    }

    public static int process(int index) {
        return index << 3 | ActorKind.ACTOR_PROCESS_VALUE;
    }

    public static int index(int actor) {
        return actor >>> 3;
    }

    public static ActorKind kind(int actor) {
        return ActorKind.forNumber(actor & 7);
    }
}
