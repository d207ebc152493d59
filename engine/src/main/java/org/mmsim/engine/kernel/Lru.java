package org.mmsim.engine.kernel;

import static org.mmsim.engine.mm.VmFlags.VM_LOCKED;
import static org.mmsim.protocol.Event.BATCH_DRAINED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_BATCHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_FLAGS_SET_FIELD_NUMBER;

import java.util.List;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.mm.Vma;
import org.mmsim.protocol.FolioBatch;

/** The LRU lists, which folios reach by way of each CPU's batches (mm/swap.c). */
final class Lru {
    /** PAGEVEC_SIZE. */
    private static final int BATCH_SIZE = 31;

    private Lru() {}

    /** folio_add_lru_vma: the batch keeps a reference until it is drained; large folios do not wait for others. */
    static void add(Cpu cpu, Vma vma, long folio) {
        if (vma.has(VM_LOCKED)) {
            Mlock.newFolio(cpu, folio);
            return;
        }
        batchForLru(cpu, folio);
    }

    private static void batchForLru(Cpu cpu, long folio) {
        cpu.record(FOLIO_BATCHED_FIELD_NUMBER, folio, FolioBatch.BATCH_LRU_ADD_VALUE);
        boolean full = batch(cpu, FolioBatch.BATCH_LRU_ADD).size() == BATCH_SIZE;
        if (full || cpu.machine().folios().order(folio) > 0) {
            drain(cpu, FolioBatch.BATCH_LRU_ADD);
        }
    }

    /** folio_add_lru of a page of a file. */
    static void addFile(Cpu cpu, long folio) {
        batchForLru(cpu, folio);
    }

    /** folio_mark_accessed. */
    static void markAccessed(Cpu cpu, long folio) {
        if (!cpu.machine().folios().has(folio, PageFlags.REFERENCED)) {
            cpu.record(FOLIO_FLAGS_SET_FIELD_NUMBER, folio, PageFlags.REFERENCED);
        }
    }

    private static List<Long> batch(Cpu cpu, FolioBatch kind) {
        return cpu.state().batch(kind.getNumber());
    }

    /** lru_add_drain: this CPU's batches go to the lists. */
    static void drainAll(Cpu cpu) {
        drain(cpu, FolioBatch.BATCH_LRU_ADD);
        Mlock.drain(cpu);
    }

    private static void drain(Cpu cpu, FolioBatch kind) {
        List<Long> batch = batch(cpu, kind);
        if (batch.isEmpty()) {
            return;
        }
        List<Long> drained = List.copyOf(batch);
        Folios folios = cpu.machine().folios();
        cpu.record(BATCH_DRAINED_FIELD_NUMBER, kind.getNumber(), drained.size());
        for (long folio : drained) {
            if (folios.refs(folio) == 0) {
                Folio.free(cpu, folio);
            }
        }
    }

    /** Whether the folio is on a list rather than in a batch (folio_test_lru). */
    static boolean onList(Cpu cpu, long folio) {
        return cpu.machine().folios().has(folio, PageFlags.LRU);
    }
}
