package org.mmsim.engine.kernel.vma;

import static org.mmsim.engine.mm.VmFlags.VM_SHARED;
import static org.mmsim.protocol.LockKind.LOCK_MMAP_WRITE;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.Errno;
import org.mmsim.engine.kernel.device.DeviceMmap;
import org.mmsim.engine.kernel.folio.Shmem;
import org.mmsim.engine.kernel.gup.MmPopulate;
import org.mmsim.engine.kernel.unmap.DoMunmap;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/**
 * mmap at a fixed address; what was mapped there goes first (MAP_FIXED), or stays and is an error
 * (MAP_FIXED_NOREPLACE). What pages MAP_POPULATE cannot get stay away.
 */
public final class Mmap extends Frame {
    private static final Program<Mmap> PROGRAM = Program.<Mmap>of(KernelFunction.do_syscall_mmap)
            .step((cpu, f) -> cpu.spend(CostId.SYSCALL))
            .lock(LOCK_MMAP_WRITE, (cpu, f) -> cpu.mm().id())
            .step((cpu, f) -> f.check(cpu))
            .when((cpu, f) -> !cpu.current().failed())
            .call((cpu, f) -> new DoMunmap(cpu.mm(), f.vma.start(), f.vma.end(), false))
            .call((cpu, f) -> f.map(cpu))
            .end()
            .unlock(LOCK_MMAP_WRITE, (cpu, f) -> cpu.mm().id())
            .call((cpu, f) -> f.populate(cpu))
            .build();

    private final Vma vma;
    private final boolean populate;
    private final boolean noReplace;

    /**
     * @param populate MAP_POPULATE
     * @param noReplace MAP_FIXED_NOREPLACE
     */
    public Mmap(Vma vma, boolean populate, boolean noReplace) {
        super(PROGRAM);
        this.vma = vma;
        this.populate = populate;
        this.noReplace = noReplace;
    }

    private void check(Cpu cpu) {
        if (noReplace && cpu.mm().findIntersection(vma.start(), vma.end()) != null) {
            cpu.current().fail(Errno.EEXIST);
        }
    }

    private @Nullable Frame populate(Cpu cpu) {
        return populate && !cpu.current().failed() ? new MmPopulate(vma.start(), vma.length(), true) : null;
    }

    private @Nullable Frame map(Cpu cpu) {
        if (vma.pfnMap()) {
            return new DeviceMmap(cpu.mm(), vma);
        }
        boolean sharedAnonymous = vma.has(VM_SHARED) && vma.file() == 0;
        Vmas.map(cpu, cpu.mm(), sharedAnonymous ? Shmem.zeroSetup(cpu, vma) : vma);
        return null;
    }
}
