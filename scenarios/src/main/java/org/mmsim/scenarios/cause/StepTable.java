package org.mmsim.scenarios.cause;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.mmsim.scenarios.view.Numbers;

/** Steps as a table for people: one column per CPU, one row per step, time running downwards. */
public final class StepTable {
    private static final int NARROWEST_COLUMN = 24;
    private static final int GAP = 2;

    private final List<Step> steps;
    private final int seqWidth;
    private final int timeWidth;
    private final int room;
    private final int columnWidth;
    private final List<Integer> cpus;
    private final List<Integer> leftOut;
    private final List<String> lines = new ArrayList<>();

    /**
     * @param steps in order; times are given relative to the last
     * @param width of a line, in characters
     */
    public StepTable(List<Step> steps, int width) {
        this.steps = steps;
        Step last = steps.get(steps.size() - 1);
        seqWidth = Math.max(3, Long.toString(last.event().seq()).length());
        timeWidth = Math.max(
                4, steps.stream().mapToInt(step -> time(step).length()).max().orElse(0));
        room = Math.max(NARROWEST_COLUMN, width - seqWidth - timeWidth - 2 * GAP);
        List<Integer> involved = involved(last);
        int most = Math.max(1, (room + GAP) / (NARROWEST_COLUMN + GAP));
        cpus = involved.stream().limit(most).sorted().toList();
        leftOut = involved.stream().skip(most).sorted().toList();
        columnWidth = (room + GAP) / Math.max(1, cpus.size()) - GAP;
        print();
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** The CPUs, those with the most steps first, but before all that of the last step. */
    private List<Integer> involved(Step last) {
        Map<Integer, Long> counts = new TreeMap<>();
        for (Step step : steps) {
            if (step.cpu() >= 0) {
                counts.merge(step.cpu(), step.cpu() == last.cpu() ? steps.size() : 1L, Long::sum);
            }
        }
        Comparator<Integer> byCount = Comparator.comparing(counts::get);
        return counts.keySet().stream().sorted(byCount.reversed()).toList();
    }

    private void print() {
        StringBuilder head = new StringBuilder();
        for (int cpu : cpus) {
            head.append(pad("CPU " + cpu, columnWidth + GAP));
        }
        line("seq", "time", head.toString());
        for (Step step : steps) {
            if (step.cpu() < 0) {
                print(step, "", "*** " + step.text(), room);
            } else if (cpus.contains(step.cpu())) {
                String margin = " ".repeat(cpus.indexOf(step.cpu()) * (columnWidth + GAP));
                print(step, margin, step.text(), columnWidth);
            }
        }
        if (!leftOut.isEmpty()) {
            lines.add("left out for lack of room: CPUs " + leftOut + " (--width)");
        }
    }

    private void print(Step step, String margin, String text, int width) {
        String seq = Long.toString(step.event().seq());
        String time = time(step);
        for (String part : wrap(text, width)) {
            line(seq, time, margin + part);
            seq = "";
            time = "";
        }
    }

    private static List<String> wrap(String text, int width) {
        List<String> parts = new ArrayList<>();
        String rest = text;
        while (rest.length() > width) {
            int cut = rest.lastIndexOf(' ', width);
            int end = cut <= 2 ? width : cut;
            parts.add(rest.substring(0, end));
            rest = "  " + rest.substring(end).strip();
        }
        parts.add(rest);
        return parts;
    }

    private String time(Step step) {
        long before =
                steps.get(steps.size() - 1).event().timeNs() - step.event().timeNs();
        return before == 0 ? "0" : "-" + Numbers.time(before);
    }

    private void line(String seq, String time, String text) {
        String form = "%" + seqWidth + "s%" + (timeWidth + GAP) + "s  %s";
        lines.add(String.format(Locale.ROOT, form, seq, time, text).stripTrailing());
    }

    private static String pad(String text, int width) {
        return text.length() >= width ? text : text + " ".repeat(width - text.length());
    }
}
