package org.mmsim.engine.kernel.folio;

import static org.mmsim.protocol.Event.ALLOCATION_FAILED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_FREED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.OUT_OF_MEMORY_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PCP_DRAINED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PCP_REFILLED_FIELD_NUMBER;

import java.util.List;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.memory.PhysicalMemory;
import org.mmsim.engine.memory.Zone;

/**
 * The page allocator of mm/page_alloc.c. Neither reclaim nor compaction follows when memory is short: an
 * allocation that may wait gets what other CPUs have on their lists, and then there is no memory.
 */
public final class PageAlloc {
    private static final long NONE = -1;
    /** PAGE_ALLOC_COSTLY_ORDER: the largest order for which the kernel kills rather than fails. */
    private static final int COSTLY_ORDER = 3;

    private PageAlloc() {}

    /**
     * __alloc_pages, up to the fact that the block is allocated, which is the caller's to record at once.
     *
     * @return the first frame, or −1 if there is none, which is on record then
     */
    static long allocPages(Cpu cpu, int order, Gfp gfp) {
        PhysicalMemory memory = cpu.machine().memory();
        long frame = getPageFromFreelist(cpu, order, gfp, false, memory.avoidsFragmentation());
        if (frame == NONE) {
            frame = allocPagesSlowpath(cpu, order, gfp);
        }
        return frame;
    }

    private static long allocPagesSlowpath(Cpu cpu, int order, Gfp gfp) {
        long frame = getPageFromFreelist(cpu, order, gfp, true, false);
        if (frame == NONE && gfp.directReclaim()) {
            drainAllPages(cpu);
            frame = getPageFromFreelist(cpu, order, gfp, true, false);
        }
        if (frame == NONE) {
            boolean oom = gfp.kills() && order <= COSTLY_ORDER;
            cpu.record(oom ? OUT_OF_MEMORY_FIELD_NUMBER : ALLOCATION_FAILED_FIELD_NUMBER, order, gfp.migratetype());
        }
        return frame;
    }

    private static long getPageFromFreelist(Cpu cpu, int order, Gfp gfp, boolean toMin, boolean noFragment) {
        List<Zone> zones = cpu.machine().memory().zones();
        for (int i = zones.size() - 1; i >= 0; i--) {
            Zone zone = zones.get(i);
            long mark = toMin ? zone.watermarks().min() : zone.watermarks().low();
            long frame = zone.watermarkOk(order, mark) ? rmqueue(cpu, zone, order, gfp, noFragment) : NONE;
            if (frame != NONE) {
                return frame;
            }
        }
        return noFragment ? getPageFromFreelist(cpu, order, gfp, toMin, false) : NONE;
    }

    private static long rmqueue(Cpu cpu, Zone zone, int order, Gfp gfp, boolean noFragment) {
        int type = gfp.migratetype();
        if (!cpu.machine().memory().pcpAllowed(order)) {
            return zone.peek(order, type, noFragment);
        }
        long frame = zone.pcpFirst(cpu.index(), order, type);
        if (frame == NONE) {
            int blocks = zone.refillCount(cpu.index(), order, type, noFragment);
            if (blocks > 0) {
                cpu.record(PCP_REFILLED_FIELD_NUMBER, zone.type().getNumber(), order, type, blocks);
                frame = zone.pcpFirst(cpu.index(), order, type);
            }
        }
        return frame;
    }

    /** An allocation that no CPU asks for, straight from the zones; −1 if there is no memory. */
    public static long allocPagesNoCpu(Machine machine, int order, Gfp gfp) {
        List<Zone> zones = machine.memory().zones();
        for (int i = zones.size() - 1; i >= 0; i--) {
            Zone zone = zones.get(i);
            if (zone.watermarkOk(order, zone.watermarks().min())) {
                return zone.peek(order, gfp.migratetype(), false);
            }
        }
        return NONE;
    }

    /** __free_pages: to the lists of the CPU, which then may have too much. */
    static void freePages(Cpu cpu, long frame, int order) {
        PhysicalMemory memory = cpu.machine().memory();
        cpu.record(FOLIO_FREED_FIELD_NUMBER, frame, order);
        if (memory.drainDue() > 0) {
            int zone = memory.zoneOf(frame).type().getNumber();
            int list = memory.pcpList(frame, order);
            cpu.record(PCP_DRAINED_FIELD_NUMBER, cpu.index(), zone, list, memory.drainDue());
        }
    }

    /** drain_all_pages: all lists of all CPUs go back to their zones. */
    private static void drainAllPages(Cpu cpu) {
        Machine machine = cpu.machine();
        for (Zone zone : machine.memory().zones()) {
            for (int other = 0; other < machine.cpuCount(); other++) {
                int count = zone.pcpCount(other);
                if (count > 0) {
                    cpu.record(PCP_DRAINED_FIELD_NUMBER, other, zone.type().getNumber(), 0, count);
                }
            }
        }
    }
}
