package org.mmsim.scenarios.yaml;

import java.util.regex.Pattern;

/**
 * A scalar. Only a plain scalar can be anything but text: {@code 7} is a number and {@code "7"} is not.
 *
 * @param plain written without quotes and not as a block
 */
public record YamlScalar(String text, boolean plain, Position position) implements YamlNode {

    private static final Pattern NULL = Pattern.compile("|~|null|Null|NULL");
    private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    public static YamlScalar plain(String text, Position position) {
        return new YamlScalar(text, true, position);
    }

    public boolean isNull() {
        return plain && NULL.matcher(text).matches();
    }

    public boolean isBoolean() {
        return plain && BOOLEAN.matcher(text).matches();
    }

    public boolean isInteger() {
        return plain && INTEGER.matcher(text).matches();
    }

    public boolean isDecimal() {
        return plain && DECIMAL.matcher(text).matches();
    }

    /** Neither null nor boolean nor number. Hexadecimal numbers count as text: the formats use them for addresses. */
    public boolean isText() {
        return !isNull() && !isBoolean() && !isDecimal();
    }

    /** The value of a scalar that {@link #isBoolean}. */
    public boolean booleanValue() {
        return text.charAt(0) == 't' || text.charAt(0) == 'T';
    }

    @Override
    public String kind() {
        if (isNull()) {
            return "nothing";
        }
        if (isBoolean()) {
            return "a boolean";
        }
        return isDecimal() ? "a number" : "a text";
    }
}
