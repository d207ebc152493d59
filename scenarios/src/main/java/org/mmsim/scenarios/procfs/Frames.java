package org.mmsim.scenarios.procfs;

/** Knows the pages of a machine. */
@FunctionalInterface
public interface Frames {

    /** What is in an allocated frame. */
    PageInfo page(long frame);
}
