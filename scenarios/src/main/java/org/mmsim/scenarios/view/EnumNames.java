package org.mmsim.scenarios.view;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.mmsim.storage.EventField;

/**
 * Names of the values of an enum as people type them: those in capitals without the prefix that they share, in lower case,
 * with dashes. {@code WALKER_GUP_FAST} is {@code gup-fast}; the kernel's own names stay as they are.
 */
public final class EnumNames {
    private final Map<Long, String> names = new LinkedHashMap<>();
    /** Also under their full names. */
    private final Map<String, Long> numbers = new TreeMap<>();

    private EnumNames(EventField field) {
        List<String> declared = field.valueNames();
        String prefix = sharedPrefix(declared);
        for (String name : declared) {
            long number = field.valueNumber(name).orElseThrow();
            String shown = shown(name, prefix);
            names.put(number, shown);
            numbers.put(key(name), number);
            numbers.put(key(shown), number);
        }
    }

    /** The names of a field's values; none if they have no names. */
    public static EnumNames of(EventField field) {
        return new EnumNames(field);
    }

    private static String sharedPrefix(List<String> declared) {
        String prefix = declared.isEmpty() ? "" : declared.get(0);
        for (String name : declared) {
            while (!name.startsWith(prefix)) {
                prefix = prefix.substring(0, prefix.length() - 1);
            }
        }
        return prefix.substring(0, prefix.lastIndexOf('_') + 1);
    }

    private static String shown(String name, String prefix) {
        boolean capitals = name.equals(name.toUpperCase(Locale.ROOT));
        return capitals
                ? name.substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', '-')
                : name;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** The name of a number, or the number itself if it has none. */
    public String name(long number) {
        String name = names.get(number);
        return name == null ? Long.toUnsignedString(number) : name;
    }

    /** The number of a name, in any case, with or without the prefix. */
    public OptionalLong number(String name) {
        Long number = numbers.get(key(name));
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }

    /** All names, in the order of their declaration. */
    public List<String> names() {
        return List.copyOf(names.values());
    }
}
