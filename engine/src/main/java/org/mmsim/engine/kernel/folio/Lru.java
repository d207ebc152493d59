package org.mmsim.engine.kernel.folio;

import static org.mmsim.engine.mm.VmFlags.VM_LOCKED;
import static org.mmsim.protocol.Event.BATCH_DRAINED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_BATCHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_FLAGS_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_FLAGS_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMSTAT_ADDED_FIELD_NUMBER;

import java.util.LinkedHashSet;
import java.util.List;
import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.LruPolicy;
import org.mmsim.engine.kernel.protect.Mlock;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.mm.Vma;
import org.mmsim.protocol.FolioBatch;
import org.mmsim.protocol.VmstatItem;

/** The LRU lists, which folios reach by way of each CPU's batches (mm/swap.c). */
public final class Lru {
    /** PAGEVEC_SIZE. */
    private static final int BATCH_SIZE = 31;

    private Lru() {}

    /** folio_add_lru_vma. */
    public static void add(Cpu cpu, Vma vma, long folio) {
        if (cpu.planted(Bug.LRU_BATCH_LEAKS)) {
            Folio.get(cpu, folio);
        }
        if (vma.has(VM_LOCKED)) {
            Mlock.newFolio(cpu, folio);
            return;
        }
        batchForLru(cpu, folio);
    }

    private static void batchForLru(Cpu cpu, long folio) {
        cpu.record(FOLIO_BATCHED_FIELD_NUMBER, folio, FolioBatch.BATCH_LRU_ADD_VALUE);
        if (due(cpu, FolioBatch.BATCH_LRU_ADD, folio)) {
            drainAdded(cpu);
        }
    }

    /** folio_add_lru of a page of a file. */
    public static void addFile(Cpu cpu, long folio) {
        batchForLru(cpu, folio);
    }

    /** Whether a batch that has just got a folio is to be drained: it is full, or the folio is a large one. */
    public static boolean due(Cpu cpu, FolioBatch kind, long folio) {
        return batch(cpu, kind).size() == BATCH_SIZE || cpu.machine().folios().order(folio) > 0;
    }

    public static List<Long> batch(Cpu cpu, FolioBatch kind) {
        return cpu.state().batch(kind.getNumber());
    }

    /** lru_add_drain: this CPU's batches go to the lists. */
    public static void drainAll(Cpu cpu) {
        drainAdded(cpu);
        drainActivated(cpu);
        Mlock.drain(cpu);
    }

    /** lru_add. A folio that was mlocked while it waited goes to the unevictable list, where nobody has counted it. */
    private static void drainAdded(Cpu cpu) {
        Folios folios = cpu.machine().folios();
        for (long folio : batch(cpu, FolioBatch.BATCH_LRU_ADD)) {
            if (folios.has(folio, PageFlags.MLOCKED)) {
                clearFlag(cpu, folio, PageFlags.ACTIVE);
                Mlock.cull(cpu, folio);
            }
        }
        release(cpu, FolioBatch.BATCH_LRU_ADD);
    }

    /** lru_activate. */
    private static void drainActivated(Cpu cpu) {
        Folios folios = cpu.machine().folios();
        for (long folio : batch(cpu, FolioBatch.BATCH_ACTIVATE)) {
            if (onList(cpu, folio) && !folios.has(folio, PageFlags.ACTIVE | PageFlags.UNEVICTABLE)) {
                cpu.record(FOLIO_FLAGS_SET_FIELD_NUMBER, folio, PageFlags.ACTIVE);
                cpu.record(VMSTAT_ADDED_FIELD_NUMBER, VmstatItem.pgactivate_VALUE, 1L << folios.order(folio));
            }
        }
        release(cpu, FolioBatch.BATCH_ACTIVATE);
    }

    /** folios_put of a batch that has been gone through: its references go, and with the last one the folio. */
    public static void release(Cpu cpu, FolioBatch kind) {
        List<Long> batch = batch(cpu, kind);
        if (batch.isEmpty()) {
            return;
        }
        LinkedHashSet<Long> released = new LinkedHashSet<>(batch);
        cpu.record(BATCH_DRAINED_FIELD_NUMBER, kind.getNumber(), batch.size());
        Folios folios = cpu.machine().folios();
        for (long folio : released) {
            if (folios.refs(folio) == 0) {
                Folio.free(cpu, folio);
            }
        }
    }

    /** folio_mark_accessed. */
    public static void markAccessed(Cpu cpu, long folio) {
        if (cpu.kernel().policies().lru() == LruPolicy.MULTI_GEN) {
            incRefs(cpu, folio);
            return;
        }
        Folios folios = cpu.machine().folios();
        if (!folios.has(folio, PageFlags.REFERENCED)) {
            cpu.record(FOLIO_FLAGS_SET_FIELD_NUMBER, folio, PageFlags.REFERENCED);
        } else if (!folios.has(folio, PageFlags.UNEVICTABLE | PageFlags.ACTIVE)) {
            activate(cpu, folio);
            cpu.record(FOLIO_FLAGS_CLEARED_FIELD_NUMBER, folio, PageFlags.REFERENCED);
        }
    }

    /** folio_inc_refs, as far as flags tell of it. */
    private static void incRefs(Cpu cpu, long folio) {
        Folios folios = cpu.machine().folios();
        if (folios.has(folio, PageFlags.UNEVICTABLE)) {
            return;
        }
        if (!folios.has(folio, PageFlags.REFERENCED)) {
            cpu.record(FOLIO_FLAGS_SET_FIELD_NUMBER, folio, PageFlags.REFERENCED);
        } else if (!folios.has(folio, PageFlags.WORKINGSET)) {
            cpu.record(FOLIO_FLAGS_SET_FIELD_NUMBER, folio, PageFlags.WORKINGSET);
        }
    }

    /** folio_set_referenced. */
    public static void setReferenced(Cpu cpu, long folio) {
        if (!cpu.machine().folios().has(folio, PageFlags.REFERENCED)) {
            cpu.record(FOLIO_FLAGS_SET_FIELD_NUMBER, folio, PageFlags.REFERENCED);
        }
    }

    /** folio_activate, or __lru_cache_activate_folio while the folio waits in this CPU's batch. */
    private static void activate(Cpu cpu, long folio) {
        if (onList(cpu, folio)) {
            cpu.record(FOLIO_BATCHED_FIELD_NUMBER, folio, FolioBatch.BATCH_ACTIVATE_VALUE);
            if (due(cpu, FolioBatch.BATCH_ACTIVATE, folio)) {
                drainActivated(cpu);
            }
        } else if (batch(cpu, FolioBatch.BATCH_LRU_ADD).contains(folio)) {
            cpu.record(FOLIO_FLAGS_SET_FIELD_NUMBER, folio, PageFlags.ACTIVE);
        }
    }

    public static void clearFlag(Cpu cpu, long folio, int flag) {
        if (cpu.machine().folios().has(folio, flag)) {
            cpu.record(FOLIO_FLAGS_CLEARED_FIELD_NUMBER, folio, flag);
        }
    }

    /** Whether the folio is on a list rather than in a batch (folio_test_lru). */
    public static boolean onList(Cpu cpu, long folio) {
        return cpu.machine().folios().has(folio, PageFlags.LRU);
    }
}
