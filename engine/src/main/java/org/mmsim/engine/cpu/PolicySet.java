package org.mmsim.engine.cpu;

/** The side that a run takes in every argument. */
public record PolicySet(LocklessWalkPolicy locklessWalk, CpumaskPolicy cpumask, ThpPolicy thp) {}
