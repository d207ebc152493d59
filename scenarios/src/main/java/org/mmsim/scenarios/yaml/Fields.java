package org.mmsim.scenarios.yaml;

import java.util.List;
import org.mmsim.scenarios.InputException;

/**
 * Typed reading of a mapping that has passed its schema: the kinds of the values are known to be right,
 * what is left to go wrong are quantities.
 */
public record Fields(YamlMapping mapping) {

    public static Fields of(YamlNode node) {
        return new Fields((YamlMapping) node);
    }

    /** The key itself, as written. */
    public YamlScalar key(String key) {
        return mapping.require(key).key();
    }

    public boolean has(String key) {
        return mapping.has(key);
    }

    public YamlNode node(String key) {
        return mapping.require(key).value();
    }

    public Fields fields(String key) {
        return of(node(key));
    }

    public List<YamlNode> items(String key) {
        return ((YamlSequence) node(key)).items();
    }

    public YamlScalar scalar(String key) {
        return (YamlScalar) node(key);
    }

    public String text(String key) {
        return scalar(key).text();
    }

    public String text(String key, String absent) {
        return has(key) ? text(key) : absent;
    }

    public boolean flag(String key, boolean absent) {
        return has(key) ? scalar(key).booleanValue() : absent;
    }

    /** A whole number that the schema has bounded to what a long holds. */
    public long integer(String key) {
        return integer(scalar(key), key);
    }

    /** A number that the schema has let pass. */
    public double decimal(String key) {
        return Double.parseDouble(text(key));
    }

    /** Bytes. */
    public long size(String key) {
        return Quantity.SIZE.parse(scalar(key), key);
    }

    /** Bytes. */
    public long size(String key, long absent) {
        return has(key) ? size(key) : absent;
    }

    /** Nanoseconds. */
    public long time(String key) {
        return Quantity.TIME.parse(scalar(key), key);
    }

    /** Nanoseconds. */
    public long time(String key, long absent) {
        return has(key) ? time(key) : absent;
    }

    /**
     * The value of a scalar that must be a whole number.
     *
     * @throws InputException if it is not, or not within a long
     */
    public static long integer(YamlScalar scalar, String key) {
        if (!scalar.isInteger()) {
            throw scalar.error(key + ": " + Text.quote(scalar.text()) + " is not a whole number");
        }
        try {
            return Long.parseLong(scalar.text());
        } catch (NumberFormatException e) {
            throw scalar.error(key + ": " + Text.quote(scalar.text()) + " is too large");
        }
    }
}
