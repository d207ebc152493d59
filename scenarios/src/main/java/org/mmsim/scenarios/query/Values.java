package org.mmsim.scenarios.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.view.Levels;
import org.mmsim.scenarios.yaml.Position;
import org.mmsim.scenarios.yaml.Quantity;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.scenarios.yaml.YamlScalar;

/** The right-hand side of a term: alternatives separated by commas, each a value or a range. */
final class Values {
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9a-fA-F]+");
    private static final Pattern PLAIN_NUMBER = Pattern.compile("-?[0-9]+");

    private final Token key;
    private final Token operator;
    private final Token value;

    /**
     * @param operator one of = &lt; &lt;= &gt; &gt;=
     */
    Values(Token key, Token operator, Token value) {
        this.key = key;
        this.operator = operator;
        this.value = value;
    }

    static boolean looksLikeNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    InputException error(String what, String hint) {
        return value.error(key.text() + ": " + what, hint);
    }

    /** The alternatives as words. */
    List<String> names() {
        if (!operator.text().equals("=")) {
            throw operator.error(
                    key.text() + ": " + Text.quote(operator.text()) + " makes no sense here", "allowed: = or !=");
        }
        return List.of(value.text().split(",", -1));
    }

    Ranges ranges(ToLongFunction<String> parser) {
        return ranges(parser, false);
    }

    /** Ranges of which both ends are included. */
    Ranges ranges(ToLongFunction<String> parser, boolean signed) {
        return ranges(parser, signed, 0);
    }

    /** Ranges of which the end is not included, as addresses are given. */
    Ranges halfOpenRanges(ToLongFunction<String> parser) {
        return ranges(parser, false, 1);
    }

    private Ranges ranges(ToLongFunction<String> parser, boolean signed, int excluded) {
        long min = signed ? Long.MIN_VALUE : 0;
        long max = signed ? Long.MAX_VALUE : -1;
        switch (operator.text()) {
            case "<" -> {
                long end = parser.applyAsLong(value.text());
                return new Ranges(end == min ? List.of() : List.of(new Ranges.Range(min, end - 1)), signed);
            }
            case "<=" -> {
                return new Ranges(List.of(new Ranges.Range(min, parser.applyAsLong(value.text()))), signed);
            }
            case ">" -> {
                long before = parser.applyAsLong(value.text());
                return new Ranges(before == max ? List.of() : List.of(new Ranges.Range(before + 1, max)), signed);
            }
            case ">=" -> {
                return new Ranges(List.of(new Ranges.Range(parser.applyAsLong(value.text()), max)), signed);
            }
            default -> {
                // The other operators take alternatives.
            }
        }
        List<Ranges.Range> ranges = new ArrayList<>();
        for (String alternative : names()) {
            int dots = alternative.indexOf("..");
            if (dots < 0) {
                long number = parser.applyAsLong(alternative);
                ranges.add(new Ranges.Range(number, number));
            } else {
                String to = alternative.substring(dots + 2);
                long first = dots == 0 ? min : parser.applyAsLong(alternative.substring(0, dots));
                long last = to.isEmpty() ? max : parser.applyAsLong(to) - excluded;
                requireOrder(alternative, signed ? Long.compare(first, last) : Long.compareUnsigned(first, last));
                ranges.add(new Ranges.Range(first, last));
            }
        }
        return new Ranges(ranges, signed);
    }

    private void requireOrder(String range, int order) {
        if (order > 0) {
            throw error(Text.quote(range) + " ends before it begins", "");
        }
    }

    /** A number of 64 bits without sign, decimal or hexadecimal. */
    long number(String text) {
        if (!looksLikeNumber(text)) {
            throw error(Text.quote(text) + " is not a number", "allowed: a number such as 42 or 0x2a");
        }
        try {
            return text.startsWith("0x") || text.startsWith("0X")
                    ? Long.parseUnsignedLong(text.substring(2), 16)
                    : Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw error(Text.quote(text) + " is too large", "allowed: numbers of 64 bits");
        }
    }

    long signedNumber(String text) {
        if (!PLAIN_NUMBER.matcher(text).matches()) {
            throw error(Text.quote(text) + " is not a number", "allowed: a number such as 1 or -1");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw error(Text.quote(text) + " is too large", "allowed: numbers of 64 bits");
        }
    }

    /** Nanoseconds. */
    long time(String text) {
        return Quantity.TIME.parse(scalar(text), key.text());
    }

    /** Bytes, with a unit or hexadecimal. */
    long size(String text) {
        return text.startsWith("0x") ? number(text) : Quantity.SIZE.parse(scalar(text), key.text());
    }

    /** A level of the page table by name or number. */
    long level(String text) {
        return Levels.parse(text).orElseGet(() -> number(text));
    }

    private YamlScalar scalar(String text) {
        return YamlScalar.plain(text, Position.of("filter, column " + value.column()));
    }
}
