package org.mmsim.scenarios.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mmsim.scenarios.InputException;

/** Numbers with units, as the formats write them. */
public enum Quantity {
    /** Bytes: an integer with a binary unit; 0 needs none. */
    SIZE("size", "an integer with B, KiB, MiB, GiB or TiB, such as 2MiB") {
        @Override
        Map<String, Long> units() {
            Map<String, Long> units = new LinkedHashMap<>();
            units.put("B", 1L);
            units.put("KiB", 1L << 10);
            units.put("MiB", 1L << 20);
            units.put("GiB", 1L << 30);
            units.put("TiB", 1L << 40);
            return units;
        }
    },
    /** Nanoseconds: a number with a unit, whole nanoseconds; 0 needs none. */
    TIME("time", "a number with ns, us, ms or s, such as 1.5us") {
        @Override
        Map<String, Long> units() {
            Map<String, Long> units = new LinkedHashMap<>();
            units.put("ns", 1L);
            units.put("us", 1_000L);
            units.put("ms", 1_000_000L);
            units.put("s", 1_000_000_000L);
            return units;
        }
    },
    /** Thousandths, written as a percentage of 0 to 100. */
    PERCENT("percentage", "0% to 100% in steps of 0.1%, such as 10%") {
        @Override
        Map<String, Long> units() {
            return Map.of("%", 10L);
        }
    };

    private static final Pattern FORM = Pattern.compile("([0-9]+)(\\.[0-9]+)?([^0-9.]*)");

    private final String noun;
    private final String allowed;

    Quantity(String noun, String allowed) {
        this.noun = noun;
        this.allowed = allowed;
    }

    abstract Map<String, Long> units();

    /** What may be written, for a hint. */
    public String allowed() {
        return "allowed: " + allowed;
    }

    /** The units, smallest first. */
    public List<String> unitNames() {
        return new ArrayList<>(units().keySet());
    }

    /**
     * The value in the smallest unit: bytes, nanoseconds, thousandths.
     *
     * @param key what the value belongs to, for messages
     * @throws InputException if it has no unit or a wrong one, is not whole in the smallest unit or too large
     */
    public long parse(YamlScalar scalar, String key) {
        String text = scalar.text();
        Matcher form = FORM.matcher(text);
        if (!form.matches() || form.group(2) != null && this == SIZE) {
            throw bad(scalar, key, "is not a " + noun);
        }
        String unitName = form.group(3).strip();
        Long unit = units().get(unitName);
        if (unitName.isEmpty()) {
            if (this != PERCENT && new BigDecimal(text).signum() == 0) {
                return 0;
            }
            throw bad(scalar, key, "has no unit");
        }
        if (unit == null || !form.group(3).equals(unitName)) {
            throw bad(scalar, key, unit == null ? "has unknown unit " + Text.quote(unitName) : "is not a " + noun);
        }
        BigDecimal number = new BigDecimal(form.group(1) + (form.group(2) == null ? "" : form.group(2)));
        return exact(scalar, key, number.multiply(BigDecimal.valueOf(unit)));
    }

    private long exact(YamlScalar scalar, String key, BigDecimal value) {
        BigInteger whole = value.toBigInteger();
        if (value.compareTo(new BigDecimal(whole)) != 0) {
            throw bad(scalar, key, "is not a whole number of " + (this == TIME ? "ns" : "0.1%"));
        }
        long max = this == PERCENT ? 1000 : Long.MAX_VALUE;
        if (whole.compareTo(BigInteger.valueOf(max)) > 0) {
            throw bad(scalar, key, "is too large");
        }
        return whole.longValue();
    }

    private InputException bad(YamlScalar scalar, String key, String what) {
        return scalar.error(key + ": " + Text.quote(scalar.text()) + " " + what, allowed());
    }

    /** The value with the largest unit that leaves it whole. */
    public String format(long value) {
        String best = value + unitNames().get(0);
        for (Map.Entry<String, Long> unit : units().entrySet()) {
            if (value != 0 && value % unit.getValue() == 0) {
                best = value / unit.getValue() + unit.getKey();
            }
        }
        return best;
    }
}
