package org.mmsim.scenarios.strace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What became of a recording. Every one of its lines is imported or passed over.
 *
 * @param operations operations of the scenario, by kind
 * @param notSimulated those of them that the engine does not know yet and only counts, by kind
 * @param simplified what the scenario says differently from the recording, by kind
 * @param importedLines lines that became operations, threads or processes
 * @param passedOver the other lines, by kind
 * @param barriers barriers that keep the recorded order between threads
 */
public record ImportSummary(
        SortedMap<String, Integer> operations,
        SortedMap<String, Integer> notSimulated,
        SortedMap<String, Integer> simplified,
        int importedLines,
        SortedMap<String, Integer> passedOver,
        int processes,
        int threads,
        int barriers) {

    public ImportSummary {
        operations = copy(operations);
        notSimulated = copy(notSimulated);
        simplified = copy(simplified);
        passedOver = copy(passedOver);
    }

    /** The summary for people, a few lines. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("imported " + total(operations) + " operations, passed over " + total(passedOver) + " lines"
                + list(passedOver));
        lines.add("operations" + list(operations));
        if (!notSimulated.isEmpty()) {
            lines.add("of these not simulated yet, only counted" + list(notSimulated));
        }
        if (!simplified.isEmpty()) {
            lines.add("simplified" + list(simplified));
        }
        lines.add("processes=" + processes + " threads=" + threads + " barriers=" + barriers);
        return lines;
    }

    private static int total(SortedMap<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static String list(SortedMap<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(entry -> " " + entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("", counts.isEmpty() ? "" : ":", ""));
    }

    private static SortedMap<String, Integer> copy(SortedMap<String, Integer> counts) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }
}
