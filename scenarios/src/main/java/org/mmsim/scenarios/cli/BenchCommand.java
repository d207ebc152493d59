package org.mmsim.scenarios.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.mmsim.scenarios.bench.Bench;
import org.mmsim.scenarios.bench.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code mmsim bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures mmsim's own speed, as ratios against references measured in the same run.",
        footer = {"", "The peer on SystemC is built if g++ and SystemC are installed (Debian: g++ libsystemc-dev)."})
final class BenchCommand implements Callable<Integer> {
    @Option(names = "--quick", description = "a sixteenth of the full size")
    boolean quick;

    @Option(names = "--json", description = "print one JSON document")
    boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Result> results;
        try (ProgressLine progress = new ProgressLine("measuring")) {
            results = new Bench(quick, progress).measure();
        }
        if (json) {
            System.out.println(document(results).toPrettyString());
        } else {
            print(results);
        }
        return ExitCode.GOOD;
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static void print(List<Result> results) {
        System.out.printf(
                Locale.ROOT,
                "%d cores, Java %s, load average %.1f%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                load());
        System.out.printf(
                Locale.ROOT, "%-28s %14s %14s %-15s %7s %8s%n", "figure", "value", "reference", "", "ratio", "goal");
        for (Result result : results) {
            boolean alone = Double.isNaN(result.reference());
            System.out.printf(
                    Locale.ROOT,
                    "%-28s %14s %14s %-15s %7s %8s %s%n",
                    result.name(),
                    number(result.value()) + (alone ? " " + result.unit() : ""),
                    alone ? "" : number(result.reference()),
                    result.against(),
                    alone ? "" : String.format(Locale.ROOT, "%.2f", result.judged()),
                    result.goal() == 0 ? "" : (result.atLeast() ? ">= " : "<= ") + number(result.goal()),
                    result.goal() == 0 ? "" : result.met() ? "met" : "missed");
        }
    }

    private static String number(double value) {
        return value >= 1e4 ? Units.count(Math.round(value)) : String.format(Locale.ROOT, "%.4g", value);
    }

    private static ObjectNode document(List<Result> results) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        root.put("cores", Runtime.getRuntime().availableProcessors());
        root.put("java", Runtime.version().toString());
        root.put("load_average", load());
        var figures = root.putArray("figures");
        for (Result result : results) {
            ObjectNode figure = figures.addObject();
            figure.put("name", result.name()).put("value", result.value()).put("unit", result.unit());
            if (!Double.isNaN(result.reference())) {
                figure.put("reference", result.reference())
                        .put("against", result.against())
                        .put("ratio", result.judged());
            }
            if (result.goal() != 0) {
                figure.put("goal", result.goal()).put("met", result.met());
            }
        }
        return root;
    }
}
