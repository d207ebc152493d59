package org.mmsim.engine.profile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a CPU caches of its page tables.
 *
 * @param l1 first level, for entries of base pages, and of huge ones too where {@code l1Huge} is null
 * @param l1Huge first level of entries above base pages, or null if they share {@code l1}
 * @param l2 second level, for entries of all sizes, or null if there is none
 * @param walkCache table pointers that let a walk start below the root, or null if every walk starts there
 */
public record TlbGeometry(
        TlbLevel l1,
        @Nullable TlbLevel l1Huge,
        @Nullable TlbLevel l2,
        @Nullable TlbLevel walkCache,
        Replacement replacement) {

    /** Which entry of a full set gives way. */
    public enum Replacement {
        /** The oldest. */
        ROUND_ROBIN("round-robin"),
        /** One by chance, drawn from the number of the fill. */
        RANDOM("random");

        private final String label;

        Replacement(String label) {
            this.label = label;
        }

        /** The name in profiles. */
        public String label() {
            return label;
        }
    }

    /** One level for everything, without a walk cache. */
    public static TlbGeometry single(TlbLevel level) {
        return new TlbGeometry(level, null, null, null, Replacement.ROUND_ROBIN);
    }

    /** The structures that there are, under their keys in profiles. */
    public List<Named> levels() {
        List<Named> levels = new ArrayList<>();
        add(levels, "l1", l1);
        add(levels, "l1_huge", l1Huge);
        add(levels, "l2", l2);
        add(levels, "walk_cache", walkCache);
        return levels;
    }

    private static void add(List<Named> levels, String key, @Nullable TlbLevel level) {
        if (level != null) {
            levels.add(new Named(key, level));
        }
    }

    /** A structure and its key in profiles. */
    public record Named(String key, TlbLevel level) {}
}
