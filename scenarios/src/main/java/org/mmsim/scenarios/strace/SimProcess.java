package org.mmsim.scenarios.strace;

import java.util.ArrayList;
import java.util.List;

/** A process of the scenario, which is an address space, as far as the import has got. */
final class SimProcess {

    /**
     * A mapping.
     *
     * @param forked whether children inherit it
     */
    record Mapping(Access access, boolean forked) {}

    private final String name;
    private String origin;
    private final List<SimThread> threads = new ArrayList<>();
    private final RangeMap<Mapping> mappings = new RangeMap<>();
    private final RangeOrder order = new RangeOrder();
    private long heapEnd;
    private boolean used;

    SimProcess(String name, String origin) {
        this.name = name;
        this.origin = origin;
    }

    String name() {
        return name;
    }

    /** Where it comes from and what it executes, in words; empty if the recording does not say. */
    String origin() {
        return origin;
    }

    void addOrigin(String words) {
        origin = origin.isEmpty() ? words : origin + "; " + words;
    }

    SimThread addThread(String threadName, int cpu) {
        SimThread thread = new SimThread(threadName, cpu, this, order.addThread());
        threads.add(thread);
        return thread;
    }

    SimThread addThread(String threadName, int cpu, SimThread parent) {
        SimThread thread = new SimThread(threadName, cpu, this, order.addThread(parent.number()));
        threads.add(thread);
        return thread;
    }

    List<SimThread> threads() {
        return threads;
    }

    RangeMap<Mapping> mappings() {
        return mappings;
    }

    RangeOrder order() {
        return order;
    }

    /**
     * Has what a process inherits that is forked now.
     *
     * @return how many mappings these are
     */
    int inherit(SimProcess parent) {
        used = true;
        heapEnd = parent.heapEnd;
        int count = 0;
        for (RangeMap.Piece<Mapping> piece : parent.mappings.in(AddressRange.ALL)) {
            if (piece.value().forked()) {
                mappings.put(piece.range(), piece.value());
                count++;
            }
        }
        return count;
    }

    /** End of the heap as of the last brk, or 0. */
    long heapEnd() {
        return heapEnd;
    }

    void heapEnd(long address) {
        heapEnd = address;
    }

    /** Whether the recording shows anything of its address space, or more than one thread in it. */
    boolean used() {
        return used || threads.size() > 1;
    }

    void use() {
        used = true;
    }
}
