package org.mmsim.scenarios.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.experiment.Experiment;
import org.mmsim.scenarios.experiment.ExperimentChart;
import org.mmsim.scenarios.experiment.ExperimentLoader;
import org.mmsim.scenarios.experiment.ExperimentRunner;
import org.mmsim.scenarios.experiment.ExperimentRunner.Results;
import org.mmsim.scenarios.experiment.Shape;
import org.mmsim.scenarios.plot.SvgChart;
import org.mmsim.scenarios.run.Identities;
import org.mmsim.scenarios.yaml.Library;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mmsim experiment}. */
@Command(
        name = "experiment",
        mixinStandardHelpOptions = true,
        description = "Runs a scenario over its matrix of policies and sizes, beside published figures.",
        footer = {
            "",
            "Exit code 1: in one of the runs a check was violated or an expectation was not met,",
            "or a shape that the experiment names did not come out.",
            "",
            "Example:",
            "  mmsim experiment lockless-munmap --plot lockless-munmap.svg"
        })
final class ExperimentCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "an experiment of the library, or a file")
    @Nullable
    String name;

    @Option(names = "--json", description = "print one JSON document")
    boolean json;

    @Option(names = "--plot", paramLabel = "FILE.svg", description = "draw the experiment's plots")
    @Nullable
    Path plot;

    @Override
    public Integer call() throws InterruptedException {
        if (name == null) {
            throw new InputException(
                    "which experiment? (experiment)",
                    "allowed: " + String.join(", ", Library.EXPERIMENTS.names()) + ", or a file");
        }
        Experiment experiment = new ExperimentLoader(Identities.loader()).load(name);
        checkPlot(experiment);
        Results results = run(experiment);
        if (json) {
            System.out.println(ExperimentJson.of(results).toPrettyString());
        } else {
            new ExperimentReport(results).print(System.out);
        }
        if (plot != null) {
            OutputFile.write(plot, SvgChart.draw(ExperimentChart.of(results)), "plot", "--plot");
        }
        List<String> complaints = new ArrayList<>(results.complaints());
        for (Shape.Finding finding : results.findings()) {
            if (!finding.holds()) {
                complaints.add("shape: " + finding.describe());
            }
        }
        complaints.forEach(complaint -> System.err.println("mmsim: " + complaint));
        return complaints.isEmpty() ? ExitCode.GOOD : ExitCode.BAD_ANSWER;
    }

    private static Results run(Experiment experiment) throws InterruptedException {
        try (ProgressLine line = new ProgressLine(experiment.name())) {
            return new ExperimentRunner(new ExperimentProgress(line, "")).run(experiment);
        }
    }

    private void checkPlot(Experiment experiment) {
        if (plot == null) {
            return;
        }
        if (experiment.panels().isEmpty()) {
            throw new InputException("the experiment " + experiment.name() + " has no plots (--plot " + plot + ")");
        }
        OutputFile.check(plot, "plot", "--plot");
    }
}
