package org.mmsim.scenarios.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.IoReason;

/** Where runs are kept: a directory of directories named {@code NNNN-SCENARIO}, numbered upwards. */
public final class RunDirectory {
    private static final String DEFAULT = "runs";
    private static final String LAST = "last";
    private static final Pattern ID = Pattern.compile("(\\d{4,9})-.*");

    private final Path root;

    /**
     * @param option what {@code --runs} says, or null for {@code $MMSIM_RUNS}, or else {@code ./runs}
     */
    public RunDirectory(@Nullable Path option) {
        String variable = System.getenv("MMSIM_RUNS");
        if (option != null) {
            root = option;
        } else {
            root = Path.of(variable == null || variable.isEmpty() ? DEFAULT : variable);
        }
    }

    public Path root() {
        return root;
    }

    /**
     * Makes a directory for a new run. Two processes never get the same one.
     *
     * @throws InputException if it cannot be made
     */
    public Path create(String scenario) {
        try {
            Files.createDirectories(root);
            long number = list().stream().mapToLong(RunDirectory::number).max().orElse(0) + 1;
            while (true) {
                Path run = root.resolve(String.format(Locale.ROOT, "%04d-%s", number, scenario));
                if (number(number).isEmpty()) {
                    try {
                        return Files.createDirectory(run);
                    } catch (FileAlreadyExistsException e) {
                        // Another process was faster.
                    }
                }
                number++;
            }
        } catch (IOException e) {
            throw new InputException(
                    "cannot make a directory for the run: " + IoReason.of(e) + " (" + root + ")",
                    "allowed: --runs DIR or MMSIM_RUNS with a directory that can be written");
        }
    }

    private List<Path> number(long wanted) {
        return list().stream().filter(run -> number(run) == wanted).toList();
    }

    /**
     * The runs, by number. Empty if there is no directory.
     *
     * @throws InputException if it cannot be read
     */
    public List<Path> list() {
        if (!Files.exists(root)) {
            return List.of();
        }
        if (!Files.isDirectory(root)) {
            throw new InputException("not a directory of runs (" + root + ")");
        }
        TreeMap<String, Path> byName = new TreeMap<>();
        try (Stream<Path> children = Files.list(root)) {
            children.filter(child -> ID.matcher(name(child)).matches() && Files.isDirectory(child))
                    .forEach(child ->
                            byName.put(String.format(Locale.ROOT, "%09d%s", number(child), name(child)), child));
        } catch (IOException e) {
            throw new InputException("cannot list the runs: " + IoReason.of(e) + " (" + root + ")");
        }
        return new ArrayList<>(byName.values());
    }

    /**
     * The run that a user means: an id, a unique prefix of one, a directory, or {@code last}.
     *
     * @throws InputException if there is none, or more than one
     */
    public Path resolve(String wanted) {
        List<Path> runs = list();
        if (wanted.equals(LAST)) {
            if (runs.isEmpty()) {
                throw new InputException("there is no run yet (" + root + ")", "try: mmsim run lockless-munmap-small");
            }
            return runs.get(runs.size() - 1);
        }
        List<Path> matching = runs.stream()
                .filter(run -> !wanted.isEmpty() && name(run).startsWith(wanted))
                .toList();
        List<Path> exact =
                matching.stream().filter(run -> name(run).equals(wanted)).toList();
        if (exact.size() == 1 || matching.size() == 1) {
            return (exact.isEmpty() ? matching : exact).get(0);
        }
        if (!matching.isEmpty()) {
            List<String> names =
                    matching.stream().map(RunDirectory::name).limit(5).toList();
            throw new InputException(
                    "more than one run begins with " + wanted + " (" + root + ")",
                    "for example: " + String.join(", ", names));
        }
        if (!wanted.isEmpty() && Files.isDirectory(Path.of(wanted))) {
            return Path.of(wanted);
        }
        throw new InputException(
                "no run " + wanted + " (" + root + ")",
                "allowed: an id or its beginning, a directory, last; see: mmsim runs");
    }

    /** The id of a run's directory. */
    public static String name(Path run) {
        Path name = run.toAbsolutePath().normalize().getFileName();
        return name == null ? "/" : name.toString();
    }

    /**
     * Size of a run on disk.
     *
     * @throws InputException if its directory cannot be read
     */
    public static long bytes(Path run) {
        try (Stream<Path> files = Files.walk(run)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new InputException("cannot read the run: " + IoReason.of(e) + " (" + run + ")");
        } catch (UncheckedIOException e) {
            throw new InputException(
                    "cannot read the run: " + IoReason.of(Objects.requireNonNull(e.getCause())) + " (" + run + ")");
        }
    }

    private static long number(Path run) {
        Matcher matcher = ID.matcher(name(run));
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    }

    /** Removes a directory with everything in it. */
    public static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
