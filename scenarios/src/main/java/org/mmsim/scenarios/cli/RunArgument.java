package org.mmsim.scenarios.cli;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The recorded run that a command is about. */
final class RunArgument {
    @Parameters(index = "0", paramLabel = "RUN", description = "an id, a unique prefix of one, a directory, or last")
    String run = "";

    @Mixin
    RunsOption runs = new RunsOption();

    /**
     * Where the run is.
     *
     * @throws org.mmsim.scenarios.InputException if there is none of that name, or more than one
     */
    Path directory() {
        return runs.directory().resolve(run);
    }
}
