package org.mmsim.engine.policy;

/** One side of an argument, chosen by name. */
public interface Policy {

    /** The name in scenarios. */
    String name();

    /** What it does, in a line. */
    String description();
}
