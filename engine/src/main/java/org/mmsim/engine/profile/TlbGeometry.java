package org.mmsim.engine.profile;

/** Size and associativity of a CPU's TLB. Entries of all page sizes share it. */
public record TlbGeometry(int entries, int ways, Provenance provenance, String source) {}
