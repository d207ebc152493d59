package org.mmsim.architecture.samples.engine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the rules point to instead. */
public record Allowed(Map<String, Integer> sorted, List<Shape> shapes) {

    private static final Shape[] SHAPES = Shape.values();
    static final List<String> NAMES = List.of("a", "b");

    enum Shape {
        FLAT,
        ROUND
    }

    Map<Shape, Integer> counts() {
        Map<Shape, Integer> counts = new EnumMap<>(Shape.class);
        for (Shape shape : shapes) {
            switch (shape) {
                case FLAT -> counts.merge(SHAPES[0], 1, Integer::sum);
                case ROUND -> counts.merge(SHAPES[1], 2, Integer::sum);
            }
        }
        return counts;
    }

    Map<String, List<String>> inOrder(List<String> names) {
        Map<String, List<String>> byLetter = new LinkedHashMap<>();
        for (String name : names) {
            byLetter.computeIfAbsent(name.substring(0, 1), letter -> new ArrayList<>())
                    .add(name.toLowerCase(Locale.ROOT));
        }
        return byLetter;
    }

    Map<Integer, List<String>> byLength(List<String> names) {
        return names.stream().collect(Collectors.groupingBy(String::length, TreeMap::new, Collectors.toList()));
    }

    int logarithm(int value) {
        return Math.max(1, (int) StrictMath.log(value)) + "a".hashCode();
    }

    String text() {
        return String.format(Locale.ROOT, "%d", sorted.size());
    }
}
