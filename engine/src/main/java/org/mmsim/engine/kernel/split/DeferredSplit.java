package org.mmsim.engine.kernel.split;

import static org.mmsim.protocol.Event.DEFERRED_SPLIT_QUEUED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.DEFERRED_SPLIT_REMOVED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_FLAGS_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_FLAGS_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.MTHP_STAT_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMSTAT_ADDED_FIELD_NUMBER;

import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.protocol.MthpStat;
import org.mmsim.protocol.VmstatItem;

/** The deferred split queue: folios that a shrinker may take apart (mm/huge_memory.c). */
public final class DeferredSplit {
    private DeferredSplit() {}

    /** deferred_split_folio. A new PMD-sized folio is queued too, for it may turn out to be mostly zeros. */
    public static void queue(Cpu cpu, long folio, boolean partiallyMapped) {
        Folios folios = cpu.machine().folios();
        int order = folios.order(folio);
        if (order <= 1 || partiallyMapped && cpu.planted(Bug.ZAP_WITHOUT_DEFERRED_SPLIT)) {
            return;
        }
        if (partiallyMapped && !folios.has(folio, PageFlags.PARTIALLY_MAPPED)) {
            cpu.record(FOLIO_FLAGS_SET_FIELD_NUMBER, folio, PageFlags.PARTIALLY_MAPPED);
            if (order == cpu.machine().format().order(1)) {
                cpu.record(VMSTAT_ADDED_FIELD_NUMBER, VmstatItem.thp_deferred_split_page_VALUE, 1);
            }
            cpu.record(MTHP_STAT_ADDED_FIELD_NUMBER, order, MthpStat.split_deferred_VALUE, 1);
            cpu.record(MTHP_STAT_ADDED_FIELD_NUMBER, order, MthpStat.nr_anon_partially_mapped_VALUE, 1);
        }
        if (!folios.has(folio, PageFlags.DEFERRED_SPLIT)) {
            cpu.record(DEFERRED_SPLIT_QUEUED_FIELD_NUMBER, folio);
        }
    }

    /** folio_unqueue_deferred_split. */
    public static void unqueue(Cpu cpu, long folio) {
        Folios folios = cpu.machine().folios();
        if (!folios.has(folio, PageFlags.DEFERRED_SPLIT)) {
            return;
        }
        if (folios.has(folio, PageFlags.PARTIALLY_MAPPED)) {
            cpu.record(FOLIO_FLAGS_CLEARED_FIELD_NUMBER, folio, PageFlags.PARTIALLY_MAPPED);
            int order = folios.order(folio);
            cpu.record(MTHP_STAT_ADDED_FIELD_NUMBER, order, MthpStat.nr_anon_partially_mapped_VALUE, -1);
        }
        cpu.record(DEFERRED_SPLIT_REMOVED_FIELD_NUMBER, folio);
    }
}
