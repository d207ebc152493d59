package org.mmsim.scenarios.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mmsim.scenarios.InputException;

/** Numbers with units, as the formats write them. */
public enum Quantity {
    /** Bytes: an integer with a binary unit; 0 needs none. */
    SIZE(
            "size",
            "an integer with B, KiB, MiB, GiB or TiB, such as 2MiB",
            Long.MAX_VALUE,
            new Unit("B", 1),
            new Unit("KiB", 1L << 10),
            new Unit("MiB", 1L << 20),
            new Unit("GiB", 1L << 30),
            new Unit("TiB", 1L << 40)),
    /** Nanoseconds: a number with a unit, whole nanoseconds; 0 needs none. */
    TIME(
            "time",
            "a number with ns, us, ms or s, such as 1.5us",
            Long.MAX_VALUE,
            new Unit("ns", 1),
            new Unit("us", 1_000),
            new Unit("ms", 1_000_000),
            new Unit("s", 1_000_000_000)),
    /** Thousandths, written as a percentage of 0 to 100. */
    PERCENT("percentage", "0% to 100% in steps of 0.1%, such as 10%", 1000, new Unit("%", 10));

    /** Longer numbers are none that anybody means, and would take quadratic time to read. */
    private static final int CHARS_MAX = 64;

    private static final Pattern FORM = Pattern.compile("([0-9]+)(\\.[0-9]+)?([^0-9.]*)");

    private final String noun;
    private final String allowed;
    private final long max;
    private final List<Unit> units;

    /** A unit and how many of the smallest value it makes. */
    private record Unit(String name, long factor) {}

    Quantity(String noun, String allowed, long max, Unit... units) {
        this.noun = noun;
        this.allowed = allowed;
        this.max = max;
        this.units = List.of(units);
    }

    /** What may be written, for a hint. */
    public String allowed() {
        return "allowed: " + allowed;
    }

    /** The units, smallest first. */
    public List<String> unitNames() {
        return units.stream().map(Unit::name).toList();
    }

    /**
     * The value in bytes, nanoseconds or thousandths.
     *
     * @param key what the value belongs to, for messages
     * @throws InputException if it has no unit or a wrong one, is not whole or too large
     */
    public long parse(YamlScalar scalar, String key) {
        String text = scalar.text();
        Matcher form = FORM.matcher(text);
        if (text.length() > CHARS_MAX || !form.matches() || (form.group(2) != null && this == SIZE)) {
            throw bad(scalar, key, "is not a " + noun);
        }
        String unitName = form.group(3).strip();
        Optional<Unit> unit =
                units.stream().filter(each -> each.name().equals(unitName)).findFirst();
        if (unitName.isEmpty() && this != PERCENT && new BigDecimal(text.strip()).signum() == 0) {
            return 0;
        }
        if (unitName.isEmpty()) {
            throw bad(scalar, key, "has no unit");
        }
        if (unit.isEmpty()) {
            throw bad(scalar, key, "has unknown unit " + Text.quote(unitName));
        }
        if (!form.group(3).equals(unitName)) {
            throw bad(scalar, key, "is not a " + noun);
        }
        String digits = form.group(1) + (form.group(2) == null ? "" : form.group(2));
        return exact(
                scalar,
                key,
                new BigDecimal(digits).multiply(BigDecimal.valueOf(unit.get().factor())));
    }

    private long exact(YamlScalar scalar, String key, BigDecimal value) {
        BigInteger whole = value.toBigInteger();
        if (value.compareTo(new BigDecimal(whole)) != 0) {
            throw bad(scalar, key, "is not a whole number of " + (this == TIME ? "ns" : "0.1%"));
        }
        if (whole.compareTo(BigInteger.valueOf(max)) > 0) {
            throw bad(scalar, key, "is too large");
        }
        return whole.longValueExact();
    }

    private InputException bad(YamlScalar scalar, String key, String what) {
        return scalar.error(key + ": " + Text.quote(scalar.text()) + " " + what, allowed());
    }

    /** The value with the largest unit that leaves it whole. */
    public String format(long value) {
        Unit best = units.get(0);
        for (Unit unit : units) {
            if (value != 0 && value % unit.factor() == 0) {
                best = unit;
            }
        }
        return value / best.factor() + best.name();
    }
}
