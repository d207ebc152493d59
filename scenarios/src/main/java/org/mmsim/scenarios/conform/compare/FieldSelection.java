package org.mmsim.scenarios.conform.compare;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.Text;

/**
 * Which fields are compared.
 *
 * @param names of fields, without what follows a dot
 */
public record FieldSelection(Collection<String> names) {
    /** Every field there is to compare, in the order of recordings. */
    public static final List<String> NAMES =
            List.of(("op rc errno minflt majflt vals sig pages bytes incore ranges collapsed tlb"
                            + " checkpoint process region vma perm vmflags kb pm f i ord mc kf sw special pfn_kept pt sys"
                            + " check")
                    .split(" ", -1));

    public FieldSelection {
        names = List.copyOf(names);
    }

    /** Every field. */
    public static FieldSelection all() {
        return new FieldSelection(NAMES);
    }

    /**
     * The fields of a list such as {@code pm,mc,pt}.
     *
     * @throws InputException if one of them is none
     */
    public static FieldSelection of(String list, String where) {
        TreeSet<String> names = new TreeSet<>();
        for (String name : list.split(",", -1)) {
            if (!NAMES.contains(name)) {
                throw new InputException(
                        "no field " + Text.quote(name) + " (" + where + ")", Text.allowed(name, NAMES));
            }
            names.add(name);
        }
        return new FieldSelection(names);
    }

    /** Whether every field is compared. */
    public boolean isAll() {
        return names.containsAll(NAMES);
    }

    boolean has(String field) {
        return names.contains(topLevel(field));
    }

    /** {@code kb} of {@code kb.Rss}. */
    static String topLevel(String field) {
        int dot = field.indexOf('.');
        return dot < 0 ? field : field.substring(0, dot);
    }
}
