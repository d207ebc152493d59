package org.mmsim.engine.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mmsim.engine.memory.MemoryLayout.Span;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;
import org.mmsim.protocol.ZoneType;

/**
 * The page allocator's state: the zones of the one node. The kernel functions ask the zones what an allocation would
 * get; the facts that they record change them here.
 */
public final class PhysicalMemory {
    /** The CPU of facts that happen to no CPU: they go past the lists of CPUs. */
    public static final int NO_CPU = -1;

    private static final int ORDER_BITS = 5;

    private final MemoryLayout layout;
    private final Pageblocks pageblocks;
    /** From low to high. */
    private final List<Zone> zones;

    private long pgfree;
    private int drainDue;

    /** All frames are free. */
    public PhysicalMemory(MemoryLayout layout, int cpus, MovableFrames movable) {
        this.layout = layout;
        pageblocks = new Pageblocks(layout.frames(), layout.pageblockOrder());
        List<Zone> made = new ArrayList<>();
        for (Span span : layout.zones()) {
            made.add(new Zone(layout, span, cpus, pageblocks, movable));
        }
        zones = List.copyOf(made);
    }

    public long frames() {
        return layout.frames();
    }

    /** Order of the largest blocks, MAX_PAGE_ORDER. */
    public int maxOrder() {
        return layout.maxOrder();
    }

    /** The zones from low to high. */
    public List<Zone> zones() {
        return zones;
    }

    /** The zone that a frame lies in. */
    public Zone zoneOf(long frame) {
        int zone = zones.size() - 1;
        while (frame < zones.get(zone).start()) {
            zone--;
        }
        return zones.get(zone);
    }

    /**
     * The zone of a type.
     *
     * @throws IllegalArgumentException if the machine has none
     */
    public Zone zone(int type) {
        for (Zone zone : zones) {
            if (zone.type().getNumber() == type) {
                return zone;
            }
        }
        throw new IllegalArgumentException("no zone of type " + type);
    }

    /** nr_free_pages: frames on the free lists of all zones, without those on the lists of CPUs. */
    public long nrFree() {
        long sum = 0;
        for (Zone zone : zones) {
            sum += zone.nrFree();
        }
        return sum;
    }

    /** Frames that are not allocated, wherever they lie. */
    public long unallocated() {
        long sum = nrFree();
        for (Zone zone : zones) {
            sum += zone.pcpFrames();
        }
        return sum;
    }

    /** Frames ever freed, as pgfree in /proc/vmstat. */
    public long pgfree() {
        return pgfree;
    }

    /** Whether blocks of an order go through the lists of CPUs (pcp_allowed_order). */
    public boolean pcpAllowed(int order) {
        return order <= PcpLists.COSTLY_ORDER || order == layout.pmdOrder();
    }

    /**
     * Whether an allocation first tries to fail rather than mix types in a pageblock (alloc_flags_nofragment): only
     * where there is a lower zone to turn to.
     */
    public boolean avoidsFragmentation() {
        return layout.dma32() && zones.get(zones.size() - 1).type() == ZoneType.ZONE_NORMAL;
    }

    /** Number of the list that a CPU puts a freed block on. */
    public int pcpList(long frame, int order) {
        return PcpLists.ofOrder(order, pageblocks.type(frame));
    }

    /** How many frames the CPU that freed last has to give back to the zone now. */
    public int drainDue() {
        return drainDue;
    }

    /**
     * rmqueue: a block is allocated, from the lists of the CPU if they hold blocks of its order.
     *
     * @param cpu or {@link #NO_CPU}
     * @throws IllegalStateException if an allocation gets another block
     */
    public void allocated(int cpu, long frame, int order, int migratetype) {
        Zone zone = zoneOf(frame);
        notePressure(zone, order);
        long got = cpu != NO_CPU && pcpAllowed(order)
                ? zone.allocate(cpu, order, migratetype)
                : zone.allocate(order, migratetype);
        if (got != frame) {
            throw new IllegalStateException(
                    "an allocation of order " + order + " gets frame " + got + ", not " + frame);
        }
    }

    /** An allocation has looked at the zones from the highest one down to that which serves it. */
    private void notePressure(Zone serving, int order) {
        for (int zone = zones.size() - 1; zones.get(zone) != serving; zone--) {
            zones.get(zone).notePressure(order);
        }
        serving.notePressure(order);
    }

    /**
     * A block is freed, to the lists of the CPU if they hold blocks of its order.
     *
     * @param cpu or {@link #NO_CPU}
     */
    public void freed(int cpu, long frame, int order) {
        pgfree += 1L << order;
        if (cpu != NO_CPU && pcpAllowed(order)) {
            drainDue = zoneOf(frame).free(cpu, frame, order);
        } else {
            zoneOf(frame).free(frame, order);
            drainDue = 0;
        }
    }

    /** rmqueue_bulk: an empty list of a CPU gets blocks. */
    public void refilled(int cpu, int zoneType, int order, int migratetype, int blocks) {
        notePressure(zone(zoneType), order);
        zone(zoneType).refill(cpu, order, migratetype, blocks);
    }

    /** free_pcppages_bulk: the lists of a CPU give frames back, those of {@code list} first. */
    public void drained(int cpu, int zoneType, int list, int frames) {
        zone(zoneType).drain(cpu, frames, list);
    }

    public void save(StateOutput out) {
        out.unsigned(pgfree);
        pageblocks.save(out);
        zones.forEach(zone -> zone.save(out));
    }

    /** Fills a memory to which nothing has happened yet with what {@link #save} of one of its layout wrote. */
    public void restore(StateInput in) {
        pgfree = in.unsigned();
        pageblocks.restore(in);
        zones.forEach(zone -> zone.restore(in));
        checkBlocks(in);
    }

    /** No frame is free twice. */
    private void checkBlocks(StateInput in) {
        BlockList blocks = new BlockList();
        zones.forEach(zone -> zone.forEachFree(blocks));
        long free = 0;
        for (long block : blocks.sorted()) {
            if (block >>> ORDER_BITS < free) {
                throw in.damaged("frame " + (block >>> ORDER_BITS) + " is free twice");
            }
            free = (block >>> ORDER_BITS) + (1L << (block & (1 << ORDER_BITS) - 1));
        }
    }

    private static final class BlockList implements FreeArea.BlockVisitor {
        private long[] blocks = new long[64];
        private int size;

        @Override
        public void block(long frame, int order) {
            if (size == blocks.length) {
                blocks = Arrays.copyOf(blocks, Math.multiplyExact(2, size));
            }
            blocks[size++] = frame << ORDER_BITS | order;
        }

        long[] sorted() {
            long[] sorted = Arrays.copyOf(blocks, size);
            Arrays.sort(sorted);
            return sorted;
        }
    }
}
