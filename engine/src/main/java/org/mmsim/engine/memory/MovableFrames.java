package org.mmsim.engine.memory;

/** What the allocator must know of frames that are not its own. */
@FunctionalInterface
public interface MovableFrames {

    /** Whether an allocated frame could be migrated: it is part of a folio on an LRU list. */
    boolean movable(long frame);
}
