package org.mmsim.scenarios.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: {@code mmsim COMMAND …}. */
@Command(
        name = "mmsim",
        description = "A deterministic laboratory for Linux memory management",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true)
public final class Main implements Runnable {

    private Main() {}

    /** Exits with 0 if all is well, 1 if the answer is bad, 2 if the request was wrong, 70 on a defect of mmsim. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
