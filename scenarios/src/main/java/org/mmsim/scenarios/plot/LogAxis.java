package org.mmsim.scenarios.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * A logarithmic axis.
 *
 * @param from pixel of the value {@code min}
 * @param to pixel of the value {@code max}
 */
record LogAxis(double min, double max, double from, double to) {

    /** What decades are divided at, from the coarsest to the finest. */
    private static final List<List<Double>> DIVISIONS = List.of(
            List.of(1.0),
            List.of(1.0, 2.0, 5.0),
            List.of(1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0),
            List.of(1.0, 1.1, 1.2, 1.3, 1.4, 1.6, 1.8, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 6.0, 7.0, 8.0, 9.0));

    /** Fewer labels than this do not say how long the axis is. */
    private static final int LABELS_MIN = 4;

    /** Around the values, with some room at both ends; from 1 to 10 if there are none. */
    static LogAxis around(List<Double> values, double from, double to) {
        double least = least(values);
        double greatest = greatest(values);
        double room = Math.max(1.05, Math.min(1.25, StrictMath.pow(greatest / least, 0.1)));
        return new LogAxis(least / room, greatest * room, from, to);
    }

    private static double least(List<Double> values) {
        return values.stream().min(Double::compare).orElse(1.0);
    }

    private static double greatest(List<Double> values) {
        return values.stream().max(Double::compare).orElse(10.0);
    }

    double pixel(double value) {
        return from + (to - from) * StrictMath.log(value / min) / StrictMath.log(max / min);
    }

    /** The values to label: powers of ten, and as many between them as it takes for some labels. */
    List<Double> labels() {
        List<Double> labels = List.of();
        for (List<Double> division : DIVISIONS) {
            labels = division.stream().flatMap(step -> ticks(step).stream()).toList();
            if (labels.size() >= LABELS_MIN) {
                break;
            }
        }
        return labels;
    }

    /** The powers of ten times {@code step} within the axis. */
    List<Double> ticks(double step) {
        List<Double> ticks = new ArrayList<>();
        for (double decade = StrictMath.pow(10, StrictMath.floor(StrictMath.log10(min)));
                decade * step <= max * 1.000001;
                decade *= 10) {
            if (decade * step >= min * 0.999999) {
                ticks.add(decade * step);
            }
        }
        return ticks;
    }
}
