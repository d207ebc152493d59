package org.mmsim.scenarios.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.experiment.Experiment;
import org.mmsim.scenarios.experiment.ExperimentLoader;
import org.mmsim.scenarios.fidelity.Agreement;
import org.mmsim.scenarios.fidelity.FidelityRunner;
import org.mmsim.scenarios.format.ScenarioLoader;
import org.mmsim.scenarios.run.Identities;
import org.mmsim.scenarios.yaml.Library;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mmsim fidelity}. */
@Command(
        name = "fidelity",
        mixinStandardHelpOptions = true,
        description = {
            "Sets every experiment of the library beside its published figures.",
            "Figures that the costs of a machine were fitted to are kept apart from those that are predicted."
        },
        footer = {
            "",
            "Exit code 1: in one of the runs a check was violated or an expectation was not met,",
            "or a shape that an experiment names did not come out. How near a figure is does not matter.",
            "",
            "Examples:",
            "  mmsim fidelity --quick",
            "  mmsim fidelity --only lockless-munmap --seeds 9",
            "  mmsim fidelity --write docs/fidelity.md"
        })
final class FidelityCommand implements Callable<Integer> {

    /** Runs with jitter of each figure. */
    private static final int SEEDS_DEFAULT = 5;

    private static final int SEEDS_MAX = 1000;

    @Option(names = "--only", paramLabel = "NAME", description = "only this experiment, or file; may be repeated")
    List<String> only = new ArrayList<>();

    @Option(
            names = "--quick",
            description = "leave slow runs out; smaller ones stand for them where an experiment names them")
    boolean quick;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "" + SEEDS_DEFAULT,
            description = "runs with jitter of each figure, 1 to " + SEEDS_MAX + " (default: " + SEEDS_DEFAULT + ")")
    int seeds = SEEDS_DEFAULT;

    @Option(names = "--write", paramLabel = "FILE.md", description = "write the report as a document")
    @Nullable
    Path write;

    @Option(names = "--json", description = "print one JSON document")
    boolean json;

    @Override
    public Integer call() throws InterruptedException {
        if (seeds < 1 || seeds > SEEDS_MAX) {
            throw new InputException("too few or too many seeds (--seeds " + seeds + ")", "allowed: 1 to " + SEEDS_MAX);
        }
        ScenarioLoader loader = Identities.loader();
        ExperimentLoader experiments = new ExperimentLoader(loader);
        List<Experiment> loaded = (only.isEmpty() ? Library.EXPERIMENTS.names() : only)
                .stream().map(experiments::load).toList();
        if (write != null) {
            OutputFile.check(write, "document", "--write");
        }
        List<Agreement> agreements = run(loaded, loader);
        if (json) {
            System.out.println(FidelityJson.of(agreements).toPrettyString());
        } else {
            new FidelityReport(agreements).print(System.out);
        }
        if (write != null) {
            OutputFile.write(write, FidelityDocument.of(agreements, quick), "document", "--write");
        }
        agreements.stream()
                .flatMap(agreement -> agreement.complaints().stream()
                        .map(complaint -> agreement.experiment().name() + ", " + complaint))
                .forEach(complaint -> System.err.println("mmsim: " + complaint));
        return agreements.stream().allMatch(Agreement::isGood) ? ExitCode.GOOD : ExitCode.BAD_ANSWER;
    }

    private List<Agreement> run(List<Experiment> experiments, ScenarioLoader loader) throws InterruptedException {
        List<Agreement> agreements = new ArrayList<>();
        try (ProgressLine line = new ProgressLine("fidelity")) {
            for (Experiment experiment : experiments) {
                ExperimentProgress progress = new ExperimentProgress(line, experiment.name() + ", ");
                agreements.add(new FidelityRunner(loader, progress, quick, seeds).run(experiment));
            }
        }
        return agreements;
    }
}
