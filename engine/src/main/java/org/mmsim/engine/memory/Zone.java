package org.mmsim.engine.memory;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.memory.MemoryLayout.Span;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;
import org.mmsim.protocol.ZoneType;

/**
 * A zone (struct zone): free lists, watermarks, and the lists of the CPUs. What is public only asks; the zone
 * changes through {@link PhysicalMemory}.
 */
public final class Zone {
    private final Span span;
    private final MemoryLayout layout;
    private final Watermarks watermarks;
    private final PcpTuning tuning;
    private final Pageblocks pageblocks;
    private final MovableFrames movable;
    private final @Nullable PerCpuPages[] pcps;
    private BuddyLists buddy;
    private boolean belowHigh;
    private long pcpFrames;
    private long pgalloc;

    /** All frames are free. */
    Zone(MemoryLayout layout, Span span, int cpus, Pageblocks pageblocks, MovableFrames movable) {
        this.layout = layout;
        this.span = span;
        this.pageblocks = pageblocks;
        this.movable = movable;
        watermarks = Watermarks.of(layout, span);
        tuning = PcpTuning.of(span, layout.pageBytes(), watermarks.low(), cpus);
        buddy = new BuddyLists(span, layout.maxOrder(), pageblocks, movable);
        buddy.freeAll();
        pcps = new PerCpuPages[cpus];
    }

    public ZoneType type() {
        return span.type();
    }

    /** Its first frame. */
    public long start() {
        return span.start();
    }

    /** The frame behind its last one. */
    public long end() {
        return span.end();
    }

    /** managed_pages. */
    public long frames() {
        return span.frames();
    }

    public Watermarks watermarks() {
        return watermarks;
    }

    /** NR_FREE_PAGES: frames on the free lists, without those on the lists of CPUs. */
    public long nrFree() {
        return buddy.nrFree();
    }

    /** Frames on the lists of all CPUs. */
    public long pcpFrames() {
        return pcpFrames;
    }

    /** Frames ever allocated. */
    public long pgalloc() {
        return pgalloc;
    }

    /** Number of free blocks, as in /proc/buddyinfo. */
    public long freeBlocks(int order) {
        long blocks = 0;
        for (int type = 0; type < Migratetypes.COUNT; type++) {
            blocks += buddy.free().count(order, type);
        }
        return blocks;
    }

    /** Number of free blocks, as in /proc/pagetypeinfo. */
    public long freeBlocks(int order, int migratetype) {
        return buddy.free().count(order, migratetype);
    }

    /** Number of pageblocks of a migratetype. */
    public long pageblocks(int migratetype) {
        return pageblocks.count(span.start(), span.end(), migratetype);
    }

    /** Whether the free frames have been found below the high watermark, which keeps per-CPU lists short. */
    public boolean belowHigh() {
        return belowHigh;
    }

    /** Frames on a CPU's lists. */
    public int pcpCount(int cpu) {
        PerCpuPages pcp = pcps[cpu];
        return pcp == null ? 0 : pcp.count();
    }

    /** The count at which a CPU gives frames back to the zone. */
    public int pcpHigh(int cpu) {
        PerCpuPages pcp = pcps[cpu];
        return pcp == null ? tuning.highMin() : pcp.high();
    }

    /** Frames that move between a CPU's list and the zone at once, before scaling. */
    public int pcpBatch() {
        return tuning.batch();
    }

    /**
     * __zone_watermark_ok for an allocation that could be served by the highest zone.
     *
     * @param mark a watermark, in frames
     */
    public boolean watermarkOk(int order, long mark) {
        long usable = nrFree() - ((1L << order) - 1);
        return usable > mark + watermarks.reserve() && buddy.hasBlock(order);
    }

    /** The block that rmqueue would take from the zone's lists, or −1. */
    public long peek(int order, int migratetype, boolean noFragment) {
        return buddy.peek(order, migratetype, noFragment);
    }

    /** The block that rmqueue would take from a CPU's list, or −1. */
    public long pcpFirst(int cpu, int order, int migratetype) {
        PerCpuPages pcp = pcps[cpu];
        return pcp == null ? -1 : pcp.first(PcpLists.ofOrder(order, migratetype));
    }

    /** How many blocks rmqueue_bulk would get for a CPU's list that is empty. */
    public int refillCount(int cpu, int order, int migratetype, boolean noFragment) {
        PerCpuPages pcp = pcps[cpu];
        PerCpuPages asked = pcp == null ? new PerCpuPages(tuning, layout.pmdOrder()) : pcp;
        int batch = asked.batch(order, belowHigh || !watermarkOk(order, watermarks.high()));
        return (int) buddy.obtainable(order, migratetype, noFragment, batch);
    }

    private PerCpuPages pcp(int cpu) {
        PerCpuPages pcp = pcps[cpu];
        if (pcp == null) {
            pcp = new PerCpuPages(tuning, layout.pmdOrder());
            pcps[cpu] = pcp;
        }
        return pcp;
    }

    /** An allocation looks here: from now on, until enough is free, the zone counts as below its high watermark. */
    void notePressure(int order) {
        if (!belowHigh && !watermarkOk(order, watermarks.high())) {
            belowHigh = true;
        }
    }

    /** rmqueue_bulk. */
    void refill(int cpu, int order, int migratetype, int blocks) {
        PerCpuPages pcp = pcp(cpu);
        int list = PcpLists.ofOrder(order, migratetype);
        pcp.noteRefill(order, belowHigh);
        for (int i = 0; i < blocks; i++) {
            long frame = buddy.rmqueue(order, migratetype);
            if (frame < 0) {
                throw new IllegalStateException(type() + " has only " + i + " of " + blocks + " blocks");
            }
            pcp.refill(list, frame);
            pcpFrames += 1L << order;
        }
    }

    /** rmqueue_pcplist; returns the block, or −1. */
    long allocate(int cpu, int order, int migratetype) {
        if (pcpFirst(cpu, order, migratetype) < 0) {
            return -1;
        }
        pgalloc += 1L << order;
        pcpFrames -= 1L << order;
        return pcp(cpu).allocate(PcpLists.ofOrder(order, migratetype));
    }

    /** rmqueue_buddy; returns the block, or −1. */
    long allocate(int order, int migratetype) {
        pgalloc += 1L << order;
        return buddy.rmqueue(order, migratetype);
    }

    /** free_unref_page; returns how many frames have to go back from the CPU's lists. */
    int free(int cpu, long frame, int order) {
        pcpFrames += 1L << order;
        return pcp(cpu).free(PcpLists.ofOrder(order, pageblocks.type(frame)), frame, belowHigh);
    }

    /** free_one_page. */
    void free(long frame, int order) {
        buddy.freeOnePage(frame, order);
    }

    /** free_pcppages_bulk. */
    void drain(int cpu, int frames, int list) {
        PerCpuPages pcp = pcp(cpu);
        int before = pcp.count();
        pcp.drain(frames, list, buddy::freeOnePage);
        pcpFrames -= before - pcp.count();
        if (belowHigh && watermarkOk(0, watermarks.high())) {
            belowHigh = false;
        }
    }

    /** Calls the visitor for every block that is free, on the zone's lists and on those of CPUs. */
    void forEachFree(FreeArea.BlockVisitor visitor) {
        buddy.free().forEach(visitor);
        for (PerCpuPages pcp : pcps) {
            if (pcp != null) {
                pcp.forEach(visitor);
            }
        }
    }

    void save(StateOutput out) {
        out.flag(belowHigh);
        out.unsigned(pgalloc);
        buddy.free().save(out, span.start());
        int last = -1;
        for (int cpu = 0; cpu < pcps.length; cpu++) {
            PerCpuPages pcp = pcps[cpu];
            if (pcp != null && !pcp.pristine()) {
                out.unsigned(cpu - last);
                pcp.save(out);
                last = cpu;
            }
        }
        out.unsigned(0);
    }

    /** Fills a zone to which nothing has happened yet. */
    void restore(StateInput in) {
        buddy = new BuddyLists(span, layout.maxOrder(), pageblocks, movable);
        belowHigh = in.flag();
        pgalloc = in.unsigned();
        buddy.free().restore(in, span.start(), span.end(), pageblocks);
        buddy.recount();
        int last = -1;
        for (long distance = in.unsigned(); distance != 0; distance = in.unsigned()) {
            if (distance < 0 || distance >= pcps.length - last) {
                throw in.damaged("a per-CPU list is of a CPU beyond " + pcps.length);
            }
            last += (int) distance;
            pcp(last).restore(in, span.start(), span.end());
            pcpFrames += pcp(last).count();
        }
    }
}
