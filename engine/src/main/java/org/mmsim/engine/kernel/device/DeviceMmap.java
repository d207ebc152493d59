package org.mmsim.engine.kernel.device;

import static org.mmsim.protocol.Event.DEVICE_PAGES_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PAGES_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_I_MMAP_WRITE;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.Errno;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.kernel.folio.Gfp;
import org.mmsim.engine.kernel.unmap.UnmapRegion;
import org.mmsim.engine.kernel.vma.Vmas;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/**
 * The mmap of a device's file, with mmap_lock held for writing: the driver allocates what memory its device does not
 * have yet, and maps all of it at once. No fault can do that later. The entries and the VMA appear under one hold of
 * i_mmap_rwsem, so that a driver that takes its memory back overlooks neither.
 */
public final class DeviceMmap extends Frame {
    private static final long NONE = -1;

    private static final Program<DeviceMmap> PROGRAM = Program.<DeviceMmap>of(KernelFunction.no_function)
            .lock(LOCK_I_MMAP_WRITE, (cpu, f) -> f.vma.file())
            .loop((cpu, f) -> f.frames.size() < f.pages && !cpu.current().failed())
            .step((cpu, f) -> f.getPage(cpu))
            .end()
            .call((cpu, f) -> cpu.current().failed() ? null : new RemapPfnRange(f.mm, f.vma, f.frames))
            .when((cpu, f) -> !cpu.current().failed())
            .step((cpu, f) -> Vmas.map(cpu, f.mm, f.vma))
            .end()
            .unlock(LOCK_I_MMAP_WRITE, (cpu, f) -> f.vma.file())
            .call((cpu, f) -> f.undo(cpu))
            .build();

    private final Mm mm;
    private final Vma vma;
    /** Of the pages that are mapped, in order; a driver that takes its memory back takes these as well. */
    private final List<Long> frames = new ArrayList<>();

    private final long pages;

    /**
     * @param vma of a device, which is not in the tree yet
     */
    public DeviceMmap(Mm mm, Vma vma) {
        super(PROGRAM);
        this.mm = mm;
        this.vma = vma;
        pages = vma.length() >>> mm.pageTable().format().shift(0);
    }

    private void getPage(Cpu cpu) {
        long index = vma.pgoff() + frames.size();
        long frame = cpu.machine().devices().pages(vma.file()).getOrDefault(index, NONE);
        if (frame == NONE) {
            frame = allocatePage(cpu, index);
        }
        frames.add(frame);
    }

    private long allocatePage(Cpu cpu, long index) {
        long frame = Folio.allocate(cpu, 0, Gfp.KERNEL);
        if (frame == NONE) {
            cpu.current().fail(Errno.ENOMEM);
            return NONE;
        }
        cpu.spend(CostId.CLEAR_PAGE);
        cpu.record(PAGES_CLEARED_FIELD_NUMBER, frame, 1);
        cpu.record(DEVICE_PAGES_ADDED_FIELD_NUMBER, vma.file(), index, frame, 1);
        return frame;
    }

    private @Nullable Frame undo(Cpu cpu) {
        return cpu.current().failed() ? UnmapRegion.of(cpu, mm, List.of(vma), vma.start(), vma.end()) : null;
    }
}
