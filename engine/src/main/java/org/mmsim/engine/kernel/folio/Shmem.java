package org.mmsim.engine.kernel.folio;

import static org.mmsim.protocol.Event.FILE_CREATED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FILE_RELEASED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PAGE_CACHE_REMOVED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMSTAT_ADDED_FIELD_NUMBER;

import java.util.Map;
import java.util.TreeMap;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.memory.PageCache;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.VmstatItem;

/** Shared memory objects (mm/shmem.c): memfds, which a workload makes, and what is behind shared anonymous memory. */
public final class Shmem {
    private static final Program<Create> CREATE = Program.<Create>of(KernelFunction.no_function)
            .step((cpu, f) -> cpu.spend(CostId.SYSCALL))
            .step((cpu, f) -> cpu.record(FILE_CREATED_FIELD_NUMBER, f.file, f.pages, 0))
            .build();

    private Shmem() {}

    /** memfd_create. */
    public static Frame create(int file, long pages) {
        return new Create(file, pages);
    }

    /** shmem_zero_setup: an object of its own for a VMA of shared anonymous memory. */
    public static Vma zeroSetup(Cpu cpu, Vma vma) {
        int file = cpu.machine().pageCache().nextFile();
        long pages = vma.length() >>> cpu.machine().format().shift(0);
        cpu.record(FILE_CREATED_FIELD_NUMBER, file, pages, 1);
        return new Vma(vma.start(), vma.end(), vma.flags(), 0, 0, file);
    }

    /** The object behind shared anonymous memory goes with its last mapping (shmem_evict_inode). */
    public static void releaseUnused(Cpu cpu, Vma unmapped) {
        int file = unmapped.file();
        PageCache cache = cpu.machine().pageCache();
        if (file == 0 || !cache.exists(file) || !cache.mappingOnly(file) || mapped(cpu, file)) {
            return;
        }
        Map<Long, Long> pages = new TreeMap<>(cache.pages(file));
        pages.forEach((index, frame) -> {
            cpu.record(PAGE_CACHE_REMOVED_FIELD_NUMBER, file, index, frame, 1);
            cpu.record(VMSTAT_ADDED_FIELD_NUMBER, VmstatItem.nr_shmem_VALUE, -1);
            Folio.put(cpu, cpu.machine().folios().head(frame));
        });
        cpu.record(FILE_RELEASED_FIELD_NUMBER, file);
    }

    private static boolean mapped(Cpu cpu, int file) {
        for (Mm mm : cpu.machine().mms()) {
            for (Vma vma : mm.vmas().values()) {
                if (vma.file() == file) {
                    return true;
                }
            }
        }
        return false;
    }

    private static final class Create extends Frame {
        private final int file;
        private final long pages;

        Create(int file, long pages) {
            super(CREATE);
            this.file = file;
            this.pages = pages;
        }
    }
}
