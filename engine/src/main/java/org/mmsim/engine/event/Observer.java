package org.mmsim.engine.event;

/** Sees facts of some types just before they change the machine. */
@FunctionalInterface
public interface Observer {
    void observe(Fact fact);
}
