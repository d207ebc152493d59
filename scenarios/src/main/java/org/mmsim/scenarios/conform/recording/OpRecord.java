package org.mmsim.scenarios.conform.recording;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one operation did.
 *
 * @param text the line of the script
 * @param fields what is known of it, as compact JSON with the keys of objects in alphabetical order, so that
 *     equal values are equal texts
 */
public record OpRecord(int line, String text, Map<OpField, String> fields) implements Recording.Entry {

    /** The JSON of a field, or null if it is not known. */
    public @Nullable String field(OpField field) {
        return fields.get(field);
    }
}
