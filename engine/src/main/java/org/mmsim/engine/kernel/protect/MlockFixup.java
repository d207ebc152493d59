package org.mmsim.engine.kernel.protect;

import static org.mmsim.engine.mm.VmFlags.VM_LOCKED;
import static org.mmsim.protocol.Event.LOCKED_ADDED_FIELD_NUMBER;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.Lru;
import org.mmsim.engine.kernel.vma.Vmas;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.protocol.KernelFunction;

/** mlock_fixup: other vm_flags for a part of one VMA, and then its pages are mlocked or munlocked. */
final class MlockFixup extends Frame {
    private static final Program<MlockFixup> PROGRAM = Program.<MlockFixup>of(KernelFunction.no_function)
            .call((cpu, f) -> Vmas.modifyFlags(f.mm, f.from, f.to, f.flags))
            .step((cpu, f) -> f.addLocked(cpu))
            .when((cpu, f) -> f.locks() != f.vma.has(VM_LOCKED))
            .step((cpu, f) -> Lru.drainAll(cpu))
            .call((cpu, f) -> new MlockVmaPages(f.mm, f.from, f.to, f.locks()))
            .step((cpu, f) -> Lru.drainAll(cpu))
            .end()
            .build();

    private final Mm mm;
    private final Vma vma;
    private final long from;
    private final long to;
    private final long flags;

    /**
     * @param vma which holds [from, to) and has other flags
     * @param flags that the part is to have
     */
    MlockFixup(Mm mm, Vma vma, long from, long to, long flags) {
        super(PROGRAM);
        this.mm = mm;
        this.vma = vma;
        this.from = from;
        this.to = to;
        this.flags = flags;
    }

    private boolean locks() {
        return (flags & VM_LOCKED) != 0;
    }

    private void addLocked(Cpu cpu) {
        if (locks() != vma.has(VM_LOCKED)) {
            long pages = to - from >>> mm.pageTable().format().shift(0);
            cpu.record(LOCKED_ADDED_FIELD_NUMBER, mm.id(), locks() ? pages : -pages);
        }
    }
}
