package org.mmsim.scenarios.conform.sim;

import java.util.SortedMap;
import java.util.TreeMap;
import org.mmsim.engine.machine.Machine;
import org.mmsim.protocol.MthpStat;
import org.mmsim.protocol.VmstatItem;

/** Counters of {@code /proc/vmstat} and of {@code hugepages-SIZEkB/stats}, and how they change. */
final class SystemCounters {
    /** Sizes that have statistics: 16 KiB to 2 MiB. */
    private static final int ORDER_MIN = 2;

    private static final int ORDER_MAX = 9;
    private static final int PAGE_KB = 4;

    private final Machine machine;
    private SortedMap<String, Long> before = new TreeMap<>();
    private SortedMap<String, Long> atPause = new TreeMap<>();

    SystemCounters(Machine machine) {
        this.machine = machine;
    }

    /** What has changed since the last call. */
    SortedMap<String, Long> changes() {
        SortedMap<String, Long> now = read();
        SortedMap<String, Long> changes = new TreeMap<>();
        now.forEach((name, value) -> {
            long change = value - before.getOrDefault(name, 0L);
            if (change != 0) {
                changes.put(name, change);
            }
        });
        before = now;
        return changes;
    }

    /** What changes from here on does not count. */
    void pause() {
        atPause = read();
    }

    /** What changes from here on counts again. */
    void goOn() {
        read().forEach((name, value) -> before.merge(name, value - atPause.getOrDefault(name, 0L), Long::sum));
    }

    private SortedMap<String, Long> read() {
        SortedMap<String, Long> counters = new TreeMap<>();
        for (VmstatItem item : VmstatItem.values()) {
            if (item != VmstatItem.vmstat_none && item != VmstatItem.UNRECOGNIZED) {
                counters.put(item.name(), machine.vmstat(item));
            }
        }
        for (int order = ORDER_MIN; order <= ORDER_MAX; order++) {
            for (MthpStat stat : MthpStat.values()) {
                if (stat != MthpStat.UNRECOGNIZED) {
                    counters.put((PAGE_KB << order) + "kB/" + stat.name(), machine.mthpStat(order, stat));
                }
            }
        }
        return counters;
    }
}
