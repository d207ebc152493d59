package org.mmsim.engine.profile;

/** Where a number of a profile comes from. */
public enum Provenance {
    /** Read in the named source. */
    PUBLISHED,
    /** Computed from published figures; the source gives the formula. */
    DERIVED,
    /** Nobody published it; the source gives the reasoning. */
    ESTIMATED,
    /** Chosen so that a named result comes out; never a prediction of that result. */
    FITTED
}
