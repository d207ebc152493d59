package org.mmsim.storage;

/** Sees the events of a scan in order. */
@FunctionalInterface
public interface EventVisitor {

    /** Looks at an event, and returns whether to go on. The view is only valid during the call. */
    boolean visit(EventView event);
}
