package org.mmsim.engine.kernel;

import static org.mmsim.protocol.Event.FOLIO_GATHERED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_MAPCOUNT_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.RSS_ADDED_FIELD_NUMBER;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.MmuGather;
import org.mmsim.engine.profile.CostId;

/** What one mapping of a folio counts for. */
final class Rmap {
    private Rmap() {}

    /** page_add_new_anon_rmap, add_mm_counter: the reference of the allocation becomes the mapping's. */
    static void add(Cpu cpu, Mm mm, long folio, long pages) {
        cpu.spend(CostId.FOLIO_MAP);
        cpu.record(FOLIO_MAPCOUNT_ADDED_FIELD_NUMBER, folio, 1);
        cpu.record(RSS_ADDED_FIELD_NUMBER, mm.id(), pages);
    }

    /** page_remove_rmap, add_mm_counter, tlb_remove_page: the mapping's reference goes to the gather. */
    static void remove(Cpu cpu, Mm mm, long folio, long pages, MmuGather gather) {
        cpu.spend(CostId.FOLIO_UNMAP);
        cpu.record(FOLIO_MAPCOUNT_ADDED_FIELD_NUMBER, folio, -1);
        cpu.record(RSS_ADDED_FIELD_NUMBER, mm.id(), -pages);
        cpu.record(FOLIO_GATHERED_FIELD_NUMBER, mm.id(), folio);
        gather.add(folio);
    }
}
