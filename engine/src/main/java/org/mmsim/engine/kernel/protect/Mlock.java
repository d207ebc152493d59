package org.mmsim.engine.kernel.protect;

import static org.mmsim.engine.mm.VmFlags.VM_LOCKED;
import static org.mmsim.protocol.Event.FOLIO_BATCHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_FLAGS_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_FLAGS_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_MLOCKS_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMSTAT_ADDED_FIELD_NUMBER;

import java.util.List;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.kernel.folio.Lru;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.mm.Vma;
import org.mmsim.protocol.FolioBatch;
import org.mmsim.protocol.MlockWork;
import org.mmsim.protocol.VmstatItem;

/**
 * Folios of locked memory (mm/mlock.c). That they are locked is said at once; their way to the unevictable list and
 * back leads through a batch of each CPU.
 */
public final class Mlock {
    private Mlock() {}

    /** mlock_vma_folio. */
    public static void vmaFolio(Cpu cpu, Vma vma, long folio) {
        if (vma.has(VM_LOCKED)) {
            folio(cpu, folio);
        }
    }

    /** munlock_vma_folio. A large folio of which one page goes is munlocked, for it is no longer mapped as a whole. */
    public static void munlockVmaFolio(Cpu cpu, Vma vma, long folio) {
        if (vma.has(VM_LOCKED)) {
            munlockFolio(cpu, folio);
        }
    }

    /** mlock_folio. */
    static void folio(Cpu cpu, long folio) {
        if (!has(cpu, folio, PageFlags.MLOCKED)) {
            setMlocked(cpu, folio);
        }
        batch(cpu, folio, MlockWork.WORK_MLOCK);
    }

    /** mlock_new_folio. */
    public static void newFolio(Cpu cpu, long folio) {
        setMlocked(cpu, folio);
        batch(cpu, folio, MlockWork.WORK_MLOCK_NEW);
    }

    /** munlock_folio. Whether other locked mappings are left is for the batch to find out. */
    static void munlockFolio(Cpu cpu, long folio) {
        batch(cpu, folio, MlockWork.WORK_MUNLOCK);
    }

    private static void setMlocked(Cpu cpu, long folio) {
        cpu.record(FOLIO_FLAGS_SET_FIELD_NUMBER, folio, PageFlags.MLOCKED);
        count(cpu, VmstatItem.nr_mlock, pages(cpu, folio));
        count(cpu, VmstatItem.unevictable_pgs_mlocked, pages(cpu, folio));
    }

    private static void batch(Cpu cpu, long folio, MlockWork work) {
        cpu.record(FOLIO_BATCHED_FIELD_NUMBER, folio, FolioBatch.BATCH_MLOCK_VALUE, work.getNumber());
        if (Lru.due(cpu, FolioBatch.BATCH_MLOCK, folio)) {
            drain(cpu);
        }
    }

    /** mlock_drain_local and mlock_folio_batch. */
    public static void drain(Cpu cpu) {
        List<Long> batch = Lru.batch(cpu, FolioBatch.BATCH_MLOCK);
        for (int i = 0; i < batch.size(); i++) {
            switch (cpu.state().mlockWork().get(i)) {
                case MlockWork.WORK_MLOCK_VALUE -> move(cpu, batch.get(i));
                case MlockWork.WORK_MLOCK_NEW_VALUE -> moveNew(cpu, batch.get(i));
                default -> moveBack(cpu, batch.get(i));
            }
        }
        Lru.release(cpu, FolioBatch.BATCH_MLOCK);
    }

    /** __mlock_folio. A folio off the lists gets to the right one when it is put back. */
    private static void move(Cpu cpu, long folio) {
        if (!Lru.onList(cpu, folio)) {
            return;
        }
        if (!has(cpu, folio, PageFlags.MLOCKED)) {
            rescue(cpu, folio);
        } else if (has(cpu, folio, PageFlags.UNEVICTABLE)) {
            cpu.record(FOLIO_MLOCKS_ADDED_FIELD_NUMBER, folio, 1);
        } else {
            Lru.clearFlag(cpu, folio, PageFlags.ACTIVE);
            cull(cpu, folio);
            cpu.record(FOLIO_MLOCKS_ADDED_FIELD_NUMBER, folio, 1);
        }
    }

    /** __mlock_new_folio. */
    private static void moveNew(Cpu cpu, long folio) {
        if (has(cpu, folio, PageFlags.MLOCKED)) {
            cull(cpu, folio);
            cpu.record(FOLIO_MLOCKS_ADDED_FIELD_NUMBER, folio, 1);
        }
        cpu.record(FOLIO_FLAGS_SET_FIELD_NUMBER, folio, PageFlags.LRU);
    }

    /** __munlock_folio. */
    private static void moveBack(Cpu cpu, long folio) {
        boolean isolated = Lru.onList(cpu, folio);
        if (isolated && has(cpu, folio, PageFlags.UNEVICTABLE)) {
            if (mlocks(cpu, folio) > 0) {
                cpu.record(FOLIO_MLOCKS_ADDED_FIELD_NUMBER, folio, -1);
            }
            if (mlocks(cpu, folio) > 0) {
                return;
            }
        }
        if (has(cpu, folio, PageFlags.MLOCKED)) {
            boolean stranded = !isolated && has(cpu, folio, PageFlags.UNEVICTABLE);
            clearMlocked(
                    cpu, folio, stranded ? VmstatItem.unevictable_pgs_stranded : VmstatItem.unevictable_pgs_munlocked);
        }
        if (isolated) {
            rescue(cpu, folio);
        }
    }

    /** A folio that is still mlocked when it is freed stops counting. */
    public static void clearAtFree(Cpu cpu, long folio) {
        if (Lru.onList(cpu, folio) && has(cpu, folio, PageFlags.UNEVICTABLE)) {
            count(cpu, VmstatItem.nr_unevictable, -pages(cpu, folio));
        }
        if (has(cpu, folio, PageFlags.MLOCKED)) {
            clearMlocked(cpu, folio, VmstatItem.unevictable_pgs_cleared);
        }
    }

    private static void clearMlocked(Cpu cpu, long folio, VmstatItem because) {
        cpu.record(FOLIO_FLAGS_CLEARED_FIELD_NUMBER, folio, PageFlags.MLOCKED);
        count(cpu, VmstatItem.nr_mlock, -pages(cpu, folio));
        count(cpu, because, pages(cpu, folio));
    }

    /** To the unevictable list, on which nobody counts the folio's locked mappings yet. */
    public static void cull(Cpu cpu, long folio) {
        cpu.record(FOLIO_FLAGS_SET_FIELD_NUMBER, folio, PageFlags.UNEVICTABLE);
        count(cpu, VmstatItem.nr_unevictable, pages(cpu, folio));
        count(cpu, VmstatItem.unevictable_pgs_culled, pages(cpu, folio));
    }

    private static void rescue(Cpu cpu, long folio) {
        if (has(cpu, folio, PageFlags.UNEVICTABLE)) {
            cpu.record(FOLIO_FLAGS_CLEARED_FIELD_NUMBER, folio, PageFlags.UNEVICTABLE);
            count(cpu, VmstatItem.nr_unevictable, -pages(cpu, folio));
            count(cpu, VmstatItem.unevictable_pgs_rescued, pages(cpu, folio));
        }
    }

    private static boolean has(Cpu cpu, long folio, int flag) {
        return cpu.machine().folios().has(folio, flag);
    }

    private static int mlocks(Cpu cpu, long folio) {
        return cpu.machine().folios().mlocks(folio);
    }

    private static long pages(Cpu cpu, long folio) {
        Folios folios = cpu.machine().folios();
        return 1L << folios.order(folio);
    }

    private static void count(Cpu cpu, VmstatItem item, long pages) {
        cpu.record(VMSTAT_ADDED_FIELD_NUMBER, item.getNumber(), pages);
    }
}
