package org.mmsim.scenarios.conform.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mmsim.engine.kernel.fault.Signals;
import org.mmsim.scenarios.conform.recording.CompactJson;
import org.mmsim.scenarios.conform.recording.OpField;

/** What the accesses of one operation found: values read, and signals. */
final class AccessRecord {
    private static final int BYTE = 0xFF;
    private static final int SEGV = -1;
    private static final int BUS = -2;

    /** Value and count. */
    private final List<long[]> values = new ArrayList<>();

    private long segv;
    private long bus;

    /** As many pages in a row were read. */
    void read(long pages, long content) {
        add(content & BYTE, pages);
    }

    /** An access raised a signal. */
    void signal(long signal) {
        boolean isBus = signal == Signals.SIGBUS;
        bus += isBus ? 1 : 0;
        segv += isBus ? 0 : 1;
        add(isBus ? BUS : SEGV, 1);
    }

    private void add(long value, long pages) {
        long[] last = values.isEmpty() ? null : values.get(values.size() - 1);
        if (last != null && last[0] == value) {
            last[1] += pages;
        } else {
            values.add(new long[] {value, pages});
        }
    }

    boolean failed() {
        return segv + bus > 0;
    }

    /**
     * Adds what the program that makes recordings reports.
     *
     * @param read whether values were asked for
     */
    void report(boolean read, Map<OpField, String> fields) {
        if (read) {
            fields.put(OpField.VALS, CompactJson.runsOfValues(values));
        }
        if (failed()) {
            fields.put(OpField.SIG, CompactJson.counts(new TreeMap<>(Map.of("SEGV", segv, "BUS", bus))));
        }
    }
}
