package org.mmsim.scenarios.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mmsim.scenarios.cli.Main;

/** mmsim as a process of its own, on the JVM, options and class path of this one. */
final class ChildProcess {
    private ChildProcess() {}

    /**
     * Seconds of real time that a command takes from the start of its JVM to its end.
     *
     * @throws IOException if it does not end with exit code 0
     */
    static double seconds(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        // As the launcher does for commands that end too soon for the optimising compiler to pay.
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        long start = System.nanoTime();
        int exit = new ProcessBuilder(command)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.INHERIT)
                .start()
                .waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (exit != 0) {
            throw new IOException("mmsim " + arguments[0] + " ended with exit code " + exit);
        }
        return seconds;
    }
}
