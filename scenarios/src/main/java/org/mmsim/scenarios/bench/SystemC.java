package org.mmsim.scenarios.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/** The same broadcast-and-acknowledge work on SystemC's kernel, if a compiler and SystemC are installed. */
final class SystemC {
    private static final int ROUNDS = 40_000;

    private SystemC() {}

    /** Event notifications per second of real time, or empty where it cannot be built. */
    static OptionalDouble notificationsPerSecond(Path scratch) throws IOException, InterruptedException {
        Path source = scratch.resolve("broadcast.cpp");
        try (InputStream text =
                Objects.requireNonNull(SystemC.class.getResourceAsStream("/mmsim/bench/broadcast.cpp"))) {
            Files.copy(text, source);
        }
        Path program = scratch.resolve("broadcast");
        List<String> compile =
                List.of("g++", "-O2", "-std=c++17", "-o", program.toString(), source.toString(), "-lsystemc");
        if (Command.run(compile, scratch).status() != 0) {
            return OptionalDouble.empty();
        }
        String output = Command.run(List.of(program.toString(), Integer.toString(ROUNDS)), scratch)
                .output();
        List<String> lines = output.strip().lines().toList();
        String[] figures = lines.get(lines.size() - 1).split(" ", -1);
        return OptionalDouble.of(Long.parseLong(figures[0]) / Double.parseDouble(figures[1]));
    }

    /** A program run to its end. */
    record Command(int status, String output) {
        static Command run(List<String> words, Path scratch) throws IOException, InterruptedException {
            Path output = scratch.resolve("output.txt");
            Process process;
            try {
                process = new ProcessBuilder(words)
                        .redirectOutput(output.toFile())
                        .redirectErrorStream(true)
                        .start();
            } catch (IOException notInstalled) {
                return new Command(-1, "");
            }
            int status = process.waitFor();
            return new Command(status, Files.readString(output, StandardCharsets.UTF_8));
        }
    }
}
