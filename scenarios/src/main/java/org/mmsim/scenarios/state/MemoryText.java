package org.mmsim.scenarios.state;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.IntFunction;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.memory.ContigPageInfo;
import org.mmsim.engine.memory.PhysicalMemory;
import org.mmsim.engine.memory.Watermarks;
import org.mmsim.engine.memory.Zone;
import org.mmsim.protocol.Migratetype;
import org.mmsim.scenarios.view.Numbers;

/** The page allocator for people: what /proc/buddyinfo, pagetypeinfo, zoneinfo and debugfs extfrag show. */
final class MemoryText {
    private static final int PER_MILLE = 1000;

    private final Machine machine;
    private final PhysicalMemory memory;
    private final PrintWriter out;

    MemoryText(Machine machine, PrintWriter out) {
        this.machine = machine;
        this.memory = machine.memory();
        this.out = out;
    }

    void print() {
        long pageBytes = machine.format().span(0);
        line(
                "memory       %s free of %s, %d frames of it on per-CPU lists",
                Numbers.about(memory.unallocated() * pageBytes),
                Numbers.about(memory.frames() * pageBytes),
                memory.unallocated() - memory.nrFree());
        memory.zones().forEach(this::zone);
    }

    private void zone(Zone zone) {
        Watermarks marks = zone.watermarks();
        line(
                "  zone %-7s frames 0x%x..0x%x, %d free%s; min %d, low %d, high %d, protection %d",
                ZoneNames.of(zone),
                zone.start(),
                zone.end(),
                zone.nrFree(),
                zone.belowHigh() ? " (below high)" : "",
                marks.min(),
                marks.low(),
                marks.high(),
                marks.reserve());
        row("order", order -> Integer.toString(order));
        row("free", order -> Long.toString(zone.freeBlocks(order)));
        for (Migratetype type : ZoneNames.migratetypes()) {
            long pageblocks = zone.pageblocks(type.getNumber());
            if (pageblocks > 0) {
                row(
                        "  " + ZoneNames.of(type),
                        order -> Long.toString(zone.freeBlocks(order, type.getNumber())),
                        "  in " + pageblocks + (pageblocks == 1 ? " pageblock" : " pageblocks"));
            }
        }
        row("unusable", order -> thousandths(info(zone, order).unusableIndex()));
        row("extfrag", order -> thousandths(info(zone, order).extfragIndex()));
        for (int cpu = 0; cpu < machine.cpuCount(); cpu++) {
            if (zone.pcpCount(cpu) > 0) {
                line(
                        "    per-CPU lists of CPU %d: %d frames, high %d, batch %d",
                        cpu, zone.pcpCount(cpu), zone.pcpHigh(cpu), zone.pcpBatch());
            }
        }
    }

    private ContigPageInfo info(Zone zone, int order) {
        return ContigPageInfo.of(zone, order, memory.maxOrder());
    }

    private static String thousandths(int index) {
        int size = Math.abs(index);
        return String.format(Locale.ROOT, "%s%d.%03d", index < 0 ? "-" : "", size / PER_MILLE, size % PER_MILLE);
    }

    private void row(String name, IntFunction<String> cell) {
        row(name, cell, "");
    }

    private void row(String name, IntFunction<String> cell, String end) {
        StringBuilder cells = new StringBuilder();
        for (int order = 0; order <= memory.maxOrder(); order++) {
            cells.append(String.format(Locale.ROOT, "%8s", cell.apply(order)));
        }
        line("    %-13s%s%s", name, cells, end);
    }

    private void line(String text, Object... values) {
        out.println(String.format(Locale.ROOT, text, values));
    }
}
