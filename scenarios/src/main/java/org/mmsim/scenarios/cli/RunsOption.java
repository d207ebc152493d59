package org.mmsim.scenarios.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.run.RunDirectory;
import picocli.CommandLine.Option;

/** Where runs are, for every command that reads or makes them. */
final class RunsOption {
    @Option(
            names = "--runs",
            paramLabel = "DIR",
            description = "where runs are kept (default: $MMSIM_RUNS, else ./runs)")
    @Nullable
    Path runs;

    RunDirectory directory() {
        return new RunDirectory(runs);
    }
}
