package org.mmsim.scenarios.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.profile.CostId;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.format.Scenario;
import org.mmsim.scenarios.format.ScenarioLoader;
import org.mmsim.scenarios.format.Setting;
import org.mmsim.scenarios.run.Identities;
import org.mmsim.scenarios.sensitivity.FlipSearch;
import org.mmsim.scenarios.sensitivity.Probe;
import org.mmsim.scenarios.sensitivity.Sensitivity;
import org.mmsim.scenarios.yaml.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mmsim sensitivity}. */
@Command(
        name = "sensitivity",
        mixinStandardHelpOptions = true,
        description = {
            "Halves and doubles every cost of a scenario's machine and says which ones a metric hangs on.",
            "With --compare, says how wrong each cost would have to be for a comparison of two values to flip."
        },
        footer = {
            "",
            "Nothing is journaled, and no checks are made. Threads that keep meeting, or missing, each other make a",
            "metric jump with every cost; jitter and a mean over seeds show what is left:",
            "  --set 'jitter.all={kind: uniform, spread: 10%}' --seeds 9",
            "",
            "Examples:",
            "  mmsim sensitivity lockless-munmap-small --metric munmap_ns",
            "  mmsim sensitivity lockless-munmap-small --metric munmap_ns \\",
            "      --compare kernel.lockless_walk=always,shared-counter"
        })
final class SensitivityCommand implements Callable<Integer> {
    private static final int SEEDS_MAX = 1000;

    @Parameters(
            index = "0",
            paramLabel = "SCENARIO",
            description = "a scenario of the library (see: mmsim scenarios) or a file")
    String scenario = "";

    @Option(
            names = "--metric",
            required = true,
            paramLabel = "M",
            description = "what is looked at: a metric of the scenario, or a counter")
    String metric = "";

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "changes a value of the scenario, as in mmsim run")
    List<String> settings = new ArrayList<>();

    @Option(
            names = "--compare",
            paramLabel = "KEY=A,B",
            description = "two values of the scenario: which costs decide between them?")
    @Nullable
    String compare;

    @Option(names = "--seed", paramLabel = "N", description = "seed of all chance in the runs, 0 to 2^63-1")
    @Nullable
    Long seed;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description = "take the mean over so many seeds, 1 to " + SEEDS_MAX + " (default: 1)")
    int seeds = 1;

    @Option(names = "--json", description = "print one JSON document")
    boolean json;

    @Override
    public Integer call() throws InterruptedException {
        if (seed != null && seed < 0) {
            throw new InputException("a negative seed (--seed " + seed + ")", "allowed: 0 to 9223372036854775807");
        }
        if (seeds < 1 || seeds > SEEDS_MAX) {
            throw new InputException("too few or too many seeds (--seeds " + seeds + ")", "allowed: 1 to " + SEEDS_MAX);
        }
        ScenarioLoader loader = Identities.loader();
        try (ProgressLine line = new ProgressLine("sensitivity")) {
            Probe probe = new Probe(loader, metric, seeds, new Shown(line));
            if (compare == null) {
                Sensitivity sensitivity = Sensitivity.of(load(loader, List.of()), probe);
                line.clear();
                new SensitivityReport(sensitivity, metric).print(json);
            } else {
                compare(loader, compare, probe, line);
            }
        }
        return ExitCode.GOOD;
    }

    private void compare(ScenarioLoader loader, String argument, Probe probe, ProgressLine line)
            throws InterruptedException {
        int equals = argument.indexOf('=');
        String[] values = argument.substring(equals + 1).split(",", -1);
        if (equals < 1 || values.length != 2 || values[0].equals(values[1])) {
            throw new InputException(
                    "not KEY=A,B (--compare " + Text.oneLine(argument) + ")",
                    "allowed: --compare kernel.lockless_walk=always,shared-counter");
        }
        String key = argument.substring(0, equals);
        Scenario first = load(loader, List.of(Setting.parse(key + "=" + values[0])));
        Scenario second = load(loader, List.of(Setting.parse(key + "=" + values[1])));
        if (!first.machine().equals(second.machine())) {
            throw new InputException(
                    "the values give two machines (--compare " + Text.oneLine(argument) + ")",
                    "allowed: a key outside machine");
        }
        FlipSearch.Outcome outcome = new FlipSearch(first, second, probe).run();
        line.clear();
        new FlipReport(first, metric, key, List.of(values), outcome).print(json);
    }

    private Scenario load(ScenarioLoader loader, List<Setting> more) {
        List<Setting> all =
                new ArrayList<>(settings.stream().map(Setting::parse).toList());
        all.addAll(more);
        return loader.load(scenario, all, seed == null ? OptionalLong.empty() : OptionalLong.of(seed));
    }

    /** Progress on a terminal. */
    private record Shown(ProgressLine line) implements Probe.Listener {
        @Override
        public void next(int number, int costs, CostId cost) {
            line.next(String.format(Locale.ROOT, "cost %d of %d, %s", number, costs, cost.label()));
        }

        @Override
        public void at(Standing standing) {
            line.at(standing);
        }
    }
}
