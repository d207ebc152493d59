package org.mmsim.storage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java process that records a run, to be killed or starved by a test. */
final class RunProcess {

    private static final int PROGRESS_EVENTS = 1000;

    private RunProcess() {}

    /** Arguments: run directory, events per chunk, number of events. Tells its progress, or the error that stopped it. */
    public static void main(String[] arguments) {
        long lastSeq = 0;
        try (JournalWriter writer = JournalWriter.create(
                Path.of(arguments[0]), TestRuns.identity(Integer.parseInt(arguments[1])), 10_000)) {
            RandomEvents events = new RandomEvents(1);
            System.out.println("at 0");
            for (long i = Long.parseLong(arguments[2]); i > 0; i--) {
                RecordedEvent event = events.next();
                event.appendTo(writer);
                lastSeq = event.seq();
                if (writer.snapshotDue()) {
                    writer.snapshot(TestRuns.stateAfter(lastSeq));
                }
                if (lastSeq % PROGRESS_EVENTS == 0) {
                    System.out.println("at " + lastSeq);
                }
            }
            writer.digest();
        } catch (JournalException e) {
            System.out.println("error " + e.getMessage());
        }
    }

    static Process start(List<String> javaOptions, Path runDirectory, int eventsPerChunk, long events)
            throws IOException {
        return start(List.of(), javaOptions, runDirectory, eventsPerChunk, events);
    }

    /** Starts the process, with something in front of its command line. */
    static Process start(
            List<String> prefix, List<String> javaOptions, Path runDirectory, int eventsPerChunk, long events)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        command.add("-XX:-UsePerfData");
        command.addAll(javaOptions);
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(RunProcess.class.getName());
        command.add(runDirectory.toString());
        command.add(Integer.toString(eventsPerChunk));
        command.add(Long.toString(events));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Reads the output up to a line that tells of so much progress. */
    static void awaitProgress(Process process, long events) throws IOException {
        BufferedReader output = reader(process);
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (line.startsWith("at ") && Long.parseLong(line.substring(3)) >= events) {
                return;
            }
        }
        throw new AssertionError("the process ended early: " + lines);
    }

    static List<String> awaitOutput(Process process) throws IOException, InterruptedException {
        List<String> lines = reader(process).lines().toList();
        process.waitFor();
        return lines;
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
}
