package org.mmsim.engine.event;

/** Takes every fact of a run, in order, from 1 on. The fields have the meaning of {@link Fact}. */
@FunctionalInterface
public interface FactSink {
    void append(int type, long timeNs, int actor, long cause, long a, long b, long c, long d);
}
