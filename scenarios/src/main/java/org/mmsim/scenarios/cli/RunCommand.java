package org.mmsim.scenarios.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.check.Checks;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.format.Scenario;
import org.mmsim.scenarios.format.Setting;
import org.mmsim.scenarios.run.Identities;
import org.mmsim.scenarios.run.RunResult;
import org.mmsim.scenarios.run.Runner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mmsim run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs a scenario, journals it, and prints what happened.",
        footer = {
            "",
            "Exit code 1: a check was violated or an expectation of the scenario was not met.",
            "",
            "Examples:",
            "  mmsim run lockless-munmap",
            "  mmsim run lockless-munmap-small --set kernel.lockless_walk=shared-counter --seed 7",
            "  mmsim run my.yaml --no-journal --json",
            "  mmsim run --resume last"
        })
final class RunCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SCENARIO",
            description = "a scenario of the library (see: mmsim scenarios) or a file")
    @Nullable
    String scenario;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "changes a value of the scenario: a dotted path, e.g. kernel.lockless_walk=none-needed")
    List<String> settings = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "seed of all chance in the run, 0 to 2^63-1")
    @Nullable
    Long seed;

    @Option(names = "--no-journal", description = "keep nothing but the result")
    boolean noJournal;

    @Option(
            names = "--check",
            paramLabel = "all|none|LIST",
            defaultValue = "all",
            description = "checks to hold the run to, separated by commas (default: all)")
    String check = "all";

    @Option(names = "--resume", paramLabel = "RUN", description = "complete a run that was cut short")
    @Nullable
    String resume;

    @Option(names = "--json", description = "print one JSON document")
    boolean json;

    @Mixin
    RunsOption runs = new RunsOption();

    @Override
    public Integer call() throws InterruptedException {
        RunResult result;
        try (ProgressLine progress = new ProgressLine("simulating")) {
            Runner runner = new Runner(progress);
            if (resume != null) {
                if (scenario != null || seed != null || noJournal || !settings.isEmpty()) {
                    throw new InputException("--resume takes everything from the run it names (" + resume + ")");
                }
                result = runner.resume(runs.directory().resolve(resume));
            } else {
                result = runNew(runner);
            }
        }
        new RunReport(result).print(json);
        return result.isGood() ? ExitCode.GOOD : ExitCode.BAD_ANSWER;
    }

    private RunResult runNew(Runner runner) throws InterruptedException {
        if (scenario == null) {
            throw new InputException("which scenario? (run)", "allowed: a file, or a name that mmsim scenarios lists");
        }
        if (seed != null && seed < 0) {
            throw new InputException("a negative seed (--seed " + seed + ")", "allowed: 0 to 9223372036854775807");
        }
        Scenario loaded = Identities.loader()
                .load(
                        scenario,
                        settings.stream().map(Setting::parse).toList(),
                        seed == null ? OptionalLong.empty() : OptionalLong.of(seed));
        List<String> checks = checks(check);
        return noJournal ? runner.runWithoutJournal(loaded, checks) : runner.run(loaded, checks, runs.directory());
    }

    private static List<String> checks(String option) {
        return switch (option.toLowerCase(Locale.ROOT)) {
            case "all" -> Checks.names();
            case "none" -> List.of();
            default -> {
                List<String> wanted = List.of(option.split(",", -1));
                for (String name : wanted) {
                    if (!Checks.names().contains(name)) {
                        throw new InputException(
                                "no check " + name + " (--check " + option + ")",
                                "allowed: all, none, " + String.join(", ", Checks.names()));
                    }
                }
                yield wanted;
            }
        };
    }
}
