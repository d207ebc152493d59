package org.mmsim.scenarios.strace;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Flags of a call, by name or as a number, depending on how strace was told to write them.
 *
 * @param names the symbolic ones
 * @param bits the numeric ones
 */
record Flags(TreeSet<String> names, long bits) {

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*|[0-9]+<<[A-Za-z_]+");

    /** Nothing if the text is no list of flags. */
    static Optional<Flags> parse(String text) {
        TreeSet<String> names = new TreeSet<>();
        long bits = 0;
        for (String part : COMMENT.matcher(text).replaceAll("").split("\\|", -1)) {
            String flag = part.strip();
            OptionalLong number = Numbers.parse(flag);
            if (number.isPresent()) {
                bits |= number.getAsLong();
            } else if (NAME.matcher(flag).matches()) {
                names.add(flag);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new Flags(names, bits));
    }

    static Flags of(Flag flag) {
        return new Flags(new TreeSet<>(List.of(flag.name())), 0);
    }

    boolean has(Flag flag) {
        return names.contains(flag.name()) || (bits & flag.bit()) != 0;
    }

    /** The flags that matter to an import, with their values on x86-64. */
    enum Flag {
        PROT_READ(0x1),
        PROT_WRITE(0x2),
        PROT_EXEC(0x4),
        MAP_SHARED(0x1),
        MAP_ANONYMOUS(0x20),
        MAP_LOCKED(0x2000),
        MAP_POPULATE(0x8000),
        MAP_NONBLOCK(0x10000),
        MAP_STACK(0x20000),
        MAP_HUGETLB(0x40000),
        MAP_SHARED_VALIDATE(0x1),
        MLOCK_ONFAULT(0x1),
        MREMAP_DONTUNMAP(0x4),
        CLONE_VM(0x100);

        private final long bit;

        Flag(long bit) {
            this.bit = bit;
        }

        long bit() {
            return bit;
        }
    }
}
