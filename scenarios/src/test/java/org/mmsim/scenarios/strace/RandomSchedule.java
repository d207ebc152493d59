package org.mmsim.scenarios.strace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the programs of a scenario's threads in a random order that its barriers allow, and notes which
 * mappings each operation finds: a stand-in for a machine that is as unkind as possible.
 */
final class RandomSchedule {

    private static final Pattern OPERATION =
            Pattern.compile("- ([a-z]+): \\{(?:at: 0x([0-9a-f]+), size: ([0-9]+)([KMGT]?i?B))?.*}  # line ([0-9]+).*");
    private static final Pattern FORK = Pattern.compile("- fork: \\{process: (\\S+)}  # .*");
    private static final Pattern BARRIER = Pattern.compile("- barrier: (\\S+)  # .*");

    private final Random random;
    private final List<SimThread> threads = new ArrayList<>();
    private final List<Integer> positions = new ArrayList<>();
    private final Map<String, Integer> parties = new LinkedHashMap<>();
    /** Of the processes that have begun. */
    private final Map<String, RangeMap<String>> mappings = new LinkedHashMap<>();

    /** By operation, the mappings that it found in its range, as the operations that made them. */
    private final Map<String, TreeSet<String>> found = new TreeMap<>();

    private RandomSchedule(List<SimProcess> processes, long seed) {
        random = new Random(seed);
        for (SimProcess process : processes) {
            mappings.put(process.name(), new RangeMap<>());
        }
        for (SimProcess process : processes) {
            for (SimThread thread : process.threads()) {
                threads.add(thread);
                positions.add(0);
                for (String line : thread.program()) {
                    barrierIn(line).forEach(name -> parties.merge(name, 1, Integer::sum));
                    forkIn(line).forEach(mappings::remove);
                }
            }
        }
    }

    static Map<String, TreeSet<String>> run(List<SimProcess> processes, long seed) {
        RandomSchedule schedule = new RandomSchedule(processes, seed);
        schedule.runAll();
        return schedule.found;
    }

    private void runAll() {
        List<Integer> ready = ready();
        while (!ready.isEmpty()) {
            step(ready.get(random.nextInt(ready.size())));
            ready = ready();
        }
        for (int i = 0; i < threads.size(); i++) {
            if (positions.get(i) < threads.get(i).program().size()) {
                throw new AssertionError(
                        "deadlock at " + threads.get(i).program().get(positions.get(i)));
            }
        }
    }

    private List<Integer> ready() {
        Map<String, Integer> waiting = new LinkedHashMap<>();
        for (int i = 0; i < threads.size(); i++) {
            next(i).forEach(line -> barrierIn(line).forEach(name -> waiting.merge(name, 1, Integer::sum)));
        }
        List<Integer> ready = new ArrayList<>();
        for (int i = 0; i < threads.size(); i++) {
            for (String line : next(i)) {
                List<String> barrier = barrierIn(line);
                if (barrier.isEmpty() || waiting.get(barrier.get(0)).equals(parties.get(barrier.get(0)))) {
                    ready.add(i);
                }
            }
        }
        return ready;
    }

    /** The thread's next line, or none. */
    private List<String> next(int thread) {
        if (!mappings.containsKey(threads.get(thread).process().name())) {
            return List.of();
        }
        List<String> program = threads.get(thread).program();
        int position = positions.get(thread);
        return position < program.size() ? List.of(program.get(position)) : List.of();
    }

    private void step(int thread) {
        String line = next(thread).get(0);
        List<String> barrier = barrierIn(line);
        if (barrier.isEmpty()) {
            positions.set(thread, positions.get(thread) + 1);
            execute(threads.get(thread).process(), line);
            return;
        }
        for (int other = 0; other < threads.size(); other++) {
            if (next(other).stream().anyMatch(next -> barrierIn(next).equals(barrier))) {
                positions.set(other, positions.get(other) + 1);
            }
        }
    }

    private void execute(SimProcess process, String line) {
        Matcher matcher = OPERATION.matcher(line);
        if (!matcher.matches()) {
            throw new AssertionError("cannot execute " + line);
        }
        RangeMap<String> there = mappings.get(process.name());
        for (String child : forkIn(line)) {
            RangeMap<String> inherited = new RangeMap<>();
            there.in(AddressRange.ALL).forEach(piece -> inherited.put(piece.range(), piece.value()));
            mappings.put(child, inherited);
        }
        if (matcher.group(2) == null) {
            return;
        }
        long start = Long.parseLong(matcher.group(2), 16);
        int unit = List.of("B", "KiB", "MiB", "GiB", "TiB").indexOf(matcher.group(4));
        AddressRange range = new AddressRange(start, start + (Long.parseLong(matcher.group(3)) << (10 * unit)));
        String operation = matcher.group(1) + " in line " + matcher.group(5);
        TreeSet<String> met = new TreeSet<>();
        there.in(range).forEach(piece -> met.add(piece.value()));
        found.put(operation, met);
        if (matcher.group(1).equals("map")) {
            there.put(range, operation);
        } else if (matcher.group(1).equals("unmap")) {
            there.remove(range);
        }
    }

    private static List<String> forkIn(String line) {
        Matcher matcher = FORK.matcher(line);
        return matcher.matches() ? List.of(matcher.group(1)) : List.of();
    }

    private static List<String> barrierIn(String line) {
        Matcher matcher = BARRIER.matcher(line);
        return matcher.matches() ? List.of(matcher.group(1)) : List.of();
    }
}
