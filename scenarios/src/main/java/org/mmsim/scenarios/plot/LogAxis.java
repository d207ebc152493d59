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

    /** Around the values, with some room at both ends; from 1 to 10 if there is none. */
    static LogAxis around(List<Double> values, double from, double to) {
        double room = 1.25;
        return new LogAxis(least(values) / room, greatest(values) * room, from, to);
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

    /** The powers of ten times {@code step} within the axis. */
    List<Double> ticks(int step) {
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
