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

    /** put_page: the last one frees the folio. */
    static void put(Cpu cpu, long frame) {
        Folios folios = cpu.machine().folios();
        boolean last = folios.refs(frame) == 1;
        cpu.spend(CostId.FOLIO_REF);
        cpu.record(FOLIO_REFS_ADDED_FIELD_NUMBER, frame, -1);
        if (last) {
            cpu.spend(CostId.FOLIO_FREE);
            cpu.record(FOLIO_FREED_FIELD_NUMBER, frame, folios.order(frame));
        }
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
