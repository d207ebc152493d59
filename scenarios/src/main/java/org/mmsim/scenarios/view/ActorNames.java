package org.mmsim.scenarios.view;

import org.mmsim.engine.event.ActorIds;

/** Actors as people name them: {@code cpu-3}, {@code tlb-3}, {@code process-1}, {@code machine}. */
public final class ActorNames {

    private ActorNames() {}

    /** The name of an actor as events carry it. */
    public static String of(int actor) {
        int index = ActorIds.index(actor);
        return switch (ActorIds.kind(actor)) {
            case ACTOR_CPU -> "cpu-" + index;
            case ACTOR_TLB -> "tlb-" + index;
            case ACTOR_PROCESS -> "process-" + index;
            case ACTOR_MACHINE -> "machine";
            case UNRECOGNIZED -> "actor-" + actor;
        };
    }
}
