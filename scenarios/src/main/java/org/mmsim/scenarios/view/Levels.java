package org.mmsim.scenarios.view;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Levels of page tables under the kernel's names. */
public final class Levels {
    private static final List<String> NAMES = List.of("pte", "pmd", "pud", "pgd");

    private Levels() {}

    /** The name, or the number if it has none. */
    public static String name(long level) {
        return level >= 0 && level < NAMES.size() ? NAMES.get((int) level) : Long.toUnsignedString(level);
    }

    /** The level with a name, in any case. */
    public static OptionalLong parse(String name) {
        int level = NAMES.indexOf(name.toLowerCase(Locale.ROOT));
        return level < 0 ? OptionalLong.empty() : OptionalLong.of(level);
    }
}
