package org.mmsim.scenarios.experiment;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What must come out of an experiment without having been put in: a count, or how many times as much one run takes as
 * another, within bounds.
 *
 * @param says what it is about, in words
 * @param to the run whose value divides; null if the value of {@code of} itself is bounded
 * @param min 0 if there is no lower bound
 * @param max infinity if there is no upper bound
 */
public record Shape(
        String says, Measure measure, Place of, @Nullable Place to, double min, double max) {

    /**
     * What came out.
     *
     * @param value NaN if it was not measured
     */
    public record Finding(Shape shape, double value) {

        public boolean holds() {
            return value >= shape.min && value <= shape.max;
        }

        /** Words, number and bounds, such as {@code twice the CPUs, twice the time: 1.98, at least 1.9}. */
        public String describe() {
            return shape.says + ": " + number(value) + ", " + shape.bounds();
        }
    }

    /** Whether it looks at this cell. */
    public boolean needs(Cell cell) {
        return of.isOf(cell) || (to != null && to.isOf(cell));
    }

    /** What these rows have of it. */
    Finding in(List<Row> rows) {
        double value = measure.in(rows, of);
        return new Finding(this, to == null ? value : value / measure.in(rows, to));
    }

    /** Such as {@code at least 4} or {@code 1 to 1.5}. */
    public String bounds() {
        if (min == max) {
            return "exactly " + number(min);
        }
        if (max == Double.POSITIVE_INFINITY) {
            return "at least " + number(min);
        }
        return min == 0 ? "at most " + number(max) : number(min) + " to " + number(max);
    }

    /** A whole number as such, any other with three decimals. */
    public static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.3f", value);
    }
}
