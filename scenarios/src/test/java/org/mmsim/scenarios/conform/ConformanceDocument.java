package org.mmsim.scenarios.conform;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.mmsim.scenarios.conform.Explanations.Explanation;
import org.mmsim.scenarios.conform.ScriptResult.Status;
import org.mmsim.scenarios.conform.compare.Comparison.Tally;
import org.mmsim.scenarios.conform.compare.Mismatch;

/** Writes docs/conformance.md. */
final class ConformanceDocument {
    private final List<Outcome> outcomes;
    private final Explanations explanations;
    private final StringBuilder text = new StringBuilder();

    private ConformanceDocument(List<Outcome> outcomes, Explanations explanations) {
        this.outcomes = outcomes;
        this.explanations = explanations;
    }

    static String of(List<Outcome> outcomes, Explanations explanations) {
        ConformanceDocument document = new ConformanceDocument(outcomes, explanations);
        document.introduction();
        document.totals();
        document.mechanisms();
        document.fields();
        document.differences();
        document.unsupported();
        return document.text.toString();
    }

    private void introduction() {
        lines(
                "# Conformance",
                "",
                "What the simulator reports for the scripts in `scenarios/src/test/resources/conformance`, beside what"
                        + " real kernels",
                "reported for the same scripts. This file is generated; [conform.md](conform.md) says how, and what the"
                        + " fields are.",
                "A field of 16 pages counts 16 times. Scripts that need what the engine does not have yet count as not"
                        + " run.");
    }

    private void totals() {
        heading("Totals");
        row("kernel", "scripts run", "equal", "different", "not run", "skipped", "fields");
        row("---", "--:", "--:", "--:", "--:", "--:", "--:");
        for (KernelPreset kernel : KernelPreset.references()) {
            List<Outcome> its = select(outcome -> outcome.kernel() == kernel);
            row(
                    kernel.label(),
                    count(its, Outcome::wasRun),
                    count(its, outcome -> outcome.result().status() == Status.EQUAL),
                    count(its, outcome -> outcome.result().status() == Status.DIFFERENT),
                    count(its, outcome -> outcome.result().status() == Status.UNSUPPORTED),
                    count(its, outcome -> outcome.result().status() == Status.SKIPPED),
                    share(sum(its, Outcome::total)));
        }
    }

    private void mechanisms() {
        heading("By mechanism");
        lines("Scripts equal of those run, and fields equal.", "");
        List<String> head = new ArrayList<>(List.of("scripts"));
        KernelPreset.references().forEach(kernel -> head.add(kernel.label()));
        row(head.toArray(String[]::new));
        row("---", "--:", "--:", "--:", "--:");
        for (String mechanism :
                new TreeSet<>(outcomes.stream().map(Outcome::mechanism).toList())) {
            List<String> cells = new ArrayList<>(List.of("`" + mechanism + "_…`"));
            for (KernelPreset kernel : KernelPreset.references()) {
                cells.add(cell(select(outcome ->
                        outcome.kernel() == kernel && outcome.mechanism().equals(mechanism))));
            }
            row(cells.toArray(String[]::new));
        }
    }

    private static String cell(List<Outcome> its) {
        List<Outcome> run = its.stream().filter(Outcome::wasRun).toList();
        if (run.isEmpty()) {
            return "not run";
        }
        return count(run, outcome -> outcome.result().status() == Status.EQUAL) + "/" + run.size() + ", "
                + share(sum(run, Outcome::total));
    }

    private void fields() {
        heading("By field");
        List<String> head = new ArrayList<>(List.of("field"));
        KernelPreset.references().forEach(kernel -> head.add(kernel.label()));
        row(head.toArray(String[]::new));
        row("---", "--:", "--:", "--:", "--:");
        TreeSet<String> names = new TreeSet<>();
        outcomes.forEach(
                outcome -> names.addAll(outcome.result().comparison().byField().keySet()));
        for (String name : names) {
            List<String> cells = new ArrayList<>(List.of("`" + name + "`"));
            for (KernelPreset kernel : KernelPreset.references()) {
                cells.add(share(sum(
                        select(outcome -> outcome.kernel() == kernel),
                        outcome -> outcome.result().comparison().byField().getOrDefault(name, Tally.NONE))));
            }
            row(cells.toArray(String[]::new));
        }
    }

    private void differences() {
        heading("Differences");
        Map<String, Map<String, Long>> byReason = new TreeMap<>();
        List<String> unexplained = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            List<Mismatch> without = new ArrayList<>();
            for (Mismatch mismatch : outcome.mismatches()) {
                long fields = Math.max(
                        1, mismatch.place().page() < 0 ? 1 : mismatch.place().pages());
                Optional<Explanation> explanation = explanations.of(outcome, mismatch);
                if (explanation.isPresent()) {
                    byReason.computeIfAbsent(explanation.get().reason(), reason -> new TreeMap<>())
                            .merge("`" + outcome.script() + "`", fields, Long::sum);
                } else {
                    without.add(mismatch);
                }
            }
            if (!without.isEmpty()) {
                unexplained.add(unexplained(outcome, without));
            }
        }
        byReason.forEach((reason, scripts) -> lines("- " + reason + " Fields: "
                + scripts.values().stream().mapToLong(Long::longValue).sum() + ", in "
                + String.join(", ", scripts.keySet()) + "."));
        if (!unexplained.isEmpty()) {
            lines("", "Not explained:", "");
            unexplained.forEach(this::lines);
        }
        if (byReason.isEmpty() && unexplained.isEmpty()) {
            lines("None.");
        }
    }

    private static String unexplained(Outcome outcome, List<Mismatch> mismatches) {
        Mismatch first = mismatches.get(0);
        int more = mismatches.size() - 1;
        return "- " + outcome.kernel().label() + ", `" + outcome.script() + "`, "
                + first.place().describe() + ": `" + first.field() + "` is " + first.real() + ", simulated "
                + first.simulated() + (more == 0 ? "" : ", and " + more + " more");
    }

    private void unsupported() {
        heading("Not run");
        Map<String, TreeSet<String>> scripts = new TreeMap<>();
        for (Outcome outcome : outcomes) {
            outcome.result()
                    .unsupported()
                    .forEach(operation -> scripts.computeIfAbsent(operation, name -> new TreeSet<>())
                            .add(outcome.script()));
        }
        row("operation", "scripts that need it", "scripts that need nothing else");
        row("---", "--:", "--:");
        scripts.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, TreeSet<String>> entry) ->
                                -entry.getValue().size())
                        .thenComparing(Map.Entry::getKey))
                .forEach(entry -> row(
                        "`" + entry.getKey() + "`",
                        Integer.toString(entry.getValue().size()),
                        Long.toString(entry.getValue().stream()
                                .filter(this::needsOneOperation)
                                .count())));
    }

    private boolean needsOneOperation(String script) {
        return outcomes.stream()
                .filter(outcome -> outcome.script().equals(script))
                .allMatch(outcome -> outcome.result().unsupported().size() <= 1);
    }

    private List<Outcome> select(Predicate<Outcome> which) {
        return outcomes.stream().filter(which).toList();
    }

    private static String count(List<Outcome> outcomes, Predicate<Outcome> which) {
        return Long.toString(outcomes.stream().filter(which).count());
    }

    private static Tally sum(List<Outcome> outcomes, Function<Outcome, Tally> tally) {
        return outcomes.stream().map(tally).reduce(Tally.NONE, Tally::plus);
    }

    /** Rounded down, so that only equality is 100 %. */
    private static String share(Tally tally) {
        if (tally.compared() == 0) {
            return "–";
        }
        double percent = Math.floor(10_000.0 * tally.equal() / tally.compared()) / 100;
        return String.format(Locale.ROOT, "%d/%d (%.2f %%)", tally.equal(), tally.compared(), percent);
    }

    private void heading(String heading) {
        lines("", "## " + heading, "");
    }

    private void row(String... cells) {
        lines("| " + String.join(" | ", List.of(cells)) + " |");
    }

    private void lines(String... lines) {
        text.append(List.of(lines).stream().collect(Collectors.joining("\n", "", "\n")));
    }
}
