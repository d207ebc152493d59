package org.mmsim.engine.kernel;

import static org.mmsim.protocol.Event.FOLIO_ALLOCATED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_FREED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_REFS_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.OUT_OF_MEMORY_FIELD_NUMBER;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.profile.CostId;

/** Life of a folio: allocation, references, release. */
final class FolioRefs {
    private FolioRefs() {}

    /**
     * alloc_pages.
     *
     * @return the first frame, or −1 if there is none
     */
    static long allocate(Cpu cpu, int order) {
        long frame = cpu.machine().buddy().find(order);
        if (frame < 0) {
            cpu.record(OUT_OF_MEMORY_FIELD_NUMBER, order);
            return -1;
        }
        cpu.spend(CostId.FOLIO_ALLOC);
        cpu.record(FOLIO_ALLOCATED_FIELD_NUMBER, frame, order);
        return frame;
    }

    /** put_page. */
    static void put(Cpu cpu, long frame) {
        cpu.spend(CostId.FOLIO_REF);
        if (drop(cpu, frame)) {
            cpu.spend(CostId.FOLIO_FREE);
        }
    }

    /**
     * Drops a reference; the last one frees the folio. What it costs is the caller's to spend.
     *
     * @return whether it was the last one
     */
    static boolean drop(Cpu cpu, long frame) {
        Folios folios = cpu.machine().folios();
        boolean last = folios.refs(frame) == 1;
        cpu.record(FOLIO_REFS_ADDED_FIELD_NUMBER, frame, -1);
        if (last) {
            cpu.record(FOLIO_FREED_FIELD_NUMBER, frame, folios.order(frame));
        }
        return last;
    }

    /** try_get_page: fails on a folio that is on its way to the allocator. */
    static boolean tryGet(Cpu cpu, long frame) {
        Folios folios = cpu.machine().folios();
        cpu.spend(CostId.FOLIO_REF);
        if (!folios.allocated(frame) || folios.refs(frame) == 0) {
            return false;
        }
        cpu.record(FOLIO_REFS_ADDED_FIELD_NUMBER, frame, 1);
        return true;
    }
}
