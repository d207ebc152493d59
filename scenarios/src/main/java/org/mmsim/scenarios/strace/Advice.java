package org.mmsim.scenarios.strace;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Advice of madvise by its kernel name. */
final class Advice {

    private static final Pattern NAME = Pattern.compile("MADV_[A-Z0-9_]{1,50}");
    private static final TreeMap<Long, String> BY_NUMBER = byNumber();

    private Advice() {}

    /** The name of what strace wrote: a name, or a number if it knew or was told no better. Nothing if neither. */
    static Optional<String> of(String text) {
        OptionalLong number = Numbers.parse(text);
        if (number.isPresent()) {
            long advice = number.getAsLong();
            return Optional.of(BY_NUMBER.getOrDefault(advice, "MADV_" + Long.toUnsignedString(advice)));
        }
        return Optional.of(text).filter(name -> NAME.matcher(name).matches());
    }

    /** Whether scenarios can hold advice of that name. */
    static boolean isKnown(String name) {
        return BY_NUMBER.containsValue(name);
    }

    /** Whether the engine knows it. */
    static boolean isSimulated(String name) {
        return Stream.of(org.mmsim.engine.workload.Advice.values())
                .anyMatch(each -> name.equals("MADV_" + each.name()));
    }

    private static TreeMap<Long, String> byNumber() {
        String[][] groups = {
            {"0", "NORMAL", "RANDOM", "SEQUENTIAL", "WILLNEED", "DONTNEED"},
            {"8", "FREE", "REMOVE", "DONTFORK", "DOFORK", "MERGEABLE", "UNMERGEABLE", "HUGEPAGE", "NOHUGEPAGE"},
            {"16", "DONTDUMP", "DODUMP", "WIPEONFORK", "KEEPONFORK", "COLD", "PAGEOUT", "POPULATE_READ"},
            {"23", "POPULATE_WRITE", "DONTNEED_LOCKED", "COLLAPSE"},
            {"102", "GUARD_INSTALL", "GUARD_REMOVE"}
        };
        TreeMap<Long, String> names = new TreeMap<>();
        for (String[] group : groups) {
            long first = Long.parseLong(group[0]);
            for (int i = 1; i < group.length; i++) {
                names.put(first + i - 1, "MADV_" + group[i]);
            }
        }
        return names;
    }
}
