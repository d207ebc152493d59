package org.mmsim.engine.kernel.gup;

import static org.mmsim.engine.mm.VmFlags.VM_ACCESS;
import static org.mmsim.engine.mm.VmFlags.VM_LOCKONFAULT;
import static org.mmsim.engine.mm.VmFlags.VM_SHARED;
import static org.mmsim.engine.mm.VmFlags.VM_WRITE;
import static org.mmsim.protocol.LockKind.LOCK_MMAP_READ;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.Lru;
import org.mmsim.engine.mm.Vma;
import org.mmsim.protocol.KernelFunction;

/** __mm_populate and populate_vma_page_range: makes the pages of a range present, passing over gaps and devices. */
public final class MmPopulate extends Frame {
    private static final Program<MmPopulate> PROGRAM = Program.<MmPopulate>of(KernelFunction.mm_populate)
            .lock(LOCK_MMAP_READ, (cpu, f) -> cpu.mm().id())
            .loop((cpu, f) -> f.findVma(cpu))
            .call((cpu, f) -> f.populateVmaPageRange(cpu))
            .step((cpu, f) -> f.populated(cpu))
            .end()
            .unlock(LOCK_MMAP_READ, (cpu, f) -> cpu.mm().id())
            .build();

    private final long to;
    private final boolean ignoresErrors;
    private long from;
    private @Nullable Vma vma;
    private @Nullable GetUserPages pages;
    private int error;

    /**
     * @param ignoresErrors whether a VMA whose pages cannot be had is passed over, rather than ending it all
     */
    public MmPopulate(long va, long length, boolean ignoresErrors) {
        super(PROGRAM);
        this.from = va;
        this.to = va + length;
        this.ignoresErrors = ignoresErrors;
    }

    /** The errno that ended it, or 0. */
    public int error() {
        return error;
    }

    private boolean findVma(Cpu cpu) {
        vma = error == 0 && from < to ? cpu.mm().findIntersection(from, to) : null;
        return vma != null;
    }

    private @Nullable Frame populateVmaPageRange(Cpu cpu) {
        pages = null;
        if (vma != null) {
            from = Math.max(from, vma.start());
            pages = ofVma(cpu, vma, from, Math.min(to, vma.end()));
        }
        return pages;
    }

    /** populate_vma_page_range, for a part of one VMA and with mmap_lock held; null if its pages may come later. */
    public static @Nullable GetUserPages ofVma(Cpu cpu, Vma vma, long from, long to) {
        if (vma.has(VM_LOCKONFAULT) || vma.pfnMap()) {
            return null;
        }
        // Copy-on-write is broken now rather than at the first write; shared memory would only be dirtied by that.
        boolean write = (vma.flags() & (VM_WRITE | VM_SHARED)) == VM_WRITE;
        int flags = Foll.TOUCH | (write ? Foll.WRITE : 0) | (vma.has(VM_ACCESS) ? Foll.FORCE : 0);
        return new GetUserPages(
                cpu.mm(), from, to - from >>> cpu.machine().format().shift(0), flags, null);
    }

    private void populated(Cpu cpu) {
        long end = vma == null ? to : Math.min(to, vma.end());
        if (pages == null) {
            from = end;
            return;
        }
        Lru.drainAll(cpu);
        if (pages.error() == 0) {
            from += pages.done() << cpu.machine().format().shift(0);
        } else if (ignoresErrors) {
            from = end;
        } else {
            error = pages.error();
        }
    }
}
