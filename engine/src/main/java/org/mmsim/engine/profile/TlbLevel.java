package org.mmsim.engine.profile;

/**
 * One translation structure of a CPU.
 *
 * @param entries number of entries, a multiple of {@code ways}
 * @param ways associativity; as many as entries for a fully associative one
 * @param source where the numbers come from, in words; never empty
 */
public record TlbLevel(int entries, int ways, Provenance provenance, String source) {

    public int sets() {
        return entries / ways;
    }
}
