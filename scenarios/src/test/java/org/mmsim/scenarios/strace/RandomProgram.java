package org.mmsim.scenarios.strace;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A made-up program of several threads on a kernel that always hands out the lowest free page, and its recording. Calls take
 * effect at any moment between their beginning and their end, and the recording shows only these.
 */
final class RandomProgram {

    private static final int THREADS = 4;
    private static final long BASE = 0x7f0000000000L;
    private static final String MMAP = "mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0";

    private enum Stage {
        BEGUN,
        DONE
    }

    /** A call that has begun. {@code mapping} is what it unmaps or protects, and null if it maps. */
    private static final class Call {
        private final String operation;
        private final Call mapping;
        private Stage stage = Stage.BEGUN;
        private int page;
        private int line;

        Call(String operation, Call mapping) {
            this.operation = operation;
            this.mapping = mapping;
        }

        String text() {
            String address = "0x" + Long.toHexString(BASE + 4096L * (mapping == null ? page : mapping.page));
            return switch (operation) {
                case "map" -> MMAP;
                case "unmap" -> "munmap(" + address + ", 4096";
                default -> "mprotect(" + address + ", 4096, PROT_READ";
            };
        }

        String name() {
            return text().substring(0, text().indexOf('('));
        }

        String result() {
            return ") = " + (mapping == null ? "0x" + Long.toHexString(BASE + 4096L * page) : "0");
        }
    }

    private record Event(int thread, Call call, boolean end) {}

    private final Random random;
    private final Call[] current = new Call[THREADS];
    private final BitSet pagesUsed = new BitSet();
    private final List<Call> known = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();

    RandomProgram(long seed, int steps) {
        random = new Random(seed);
        for (int i = 0; i < steps; i++) {
            step(random.nextInt(THREADS));
        }
        for (int thread = 0; thread < THREADS; thread++) {
            while (current[thread] != null) {
                step(thread);
            }
        }
    }

    private void step(int thread) {
        Call call = current[thread];
        if (call == null) {
            begin(thread);
        } else if (call.stage == Stage.BEGUN) {
            takeEffect(call);
        } else {
            events.add(new Event(thread, call, true));
            current[thread] = null;
            if (!call.operation.equals("unmap")) {
                known.add(call.mapping == null ? call : call.mapping);
            }
        }
    }

    /** Programs use a mapping once they know its address, and never while another thread does. */
    private void begin(int thread) {
        Call call;
        if (known.isEmpty() || random.nextInt(3) == 0) {
            call = new Call("map", null);
        } else {
            Call mapping = known.remove(random.nextInt(known.size()));
            call = new Call(random.nextInt(3) == 0 ? "protect" : "unmap", mapping);
        }
        current[thread] = call;
        events.add(new Event(thread, call, false));
    }

    private void takeEffect(Call call) {
        if (call.mapping == null) {
            call.page = pagesUsed.nextClearBit(0);
            pagesUsed.set(call.page);
        } else if (call.operation.equals("unmap")) {
            pagesUsed.clear(call.mapping.page);
        }
        call.stage = Stage.DONE;
    }

    /** As strace writes it: a call is on one line if nothing comes between its beginning and its end. */
    String recording() {
        StringBuilder text = new StringBuilder();
        int line = 1;
        for (int thread = 1; thread < THREADS; thread++) {
            text.append("100 clone3({flags=CLONE_VM|CLONE_THREAD}, 88) = ")
                    .append(100 + thread)
                    .append('\n');
            line++;
        }
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            Call call = event.call();
            text.append(100 + event.thread()).append(' ');
            if (event.end()) {
                text.append("<... ").append(call.name()).append(" resumed>").append(call.result());
            } else {
                call.line = line;
                text.append(call.text());
                boolean whole = i + 1 < events.size() && events.get(i + 1).call() == call;
                text.append(whole ? call.result() : " <unfinished ...>");
                i += whole ? 1 : 0;
            }
            text.append('\n');
            line++;
        }
        return text.toString();
    }

    /** By operation, the mapping that it found; to be asked after {@link #recording()}. */
    Map<String, TreeSet<String>> truth() {
        Map<String, TreeSet<String>> truth = new TreeMap<>();
        for (Event event : events) {
            Call call = event.call();
            TreeSet<String> found = new TreeSet<>();
            if (call.mapping != null) {
                found.add("map in line " + call.mapping.line);
            }
            truth.put(call.operation + " in line " + call.line, found);
        }
        return truth;
    }
}
