package org.mmsim.engine.kernel;

import static org.mmsim.engine.mm.VmFlags.VM_DONTCOPY;
import static org.mmsim.engine.mm.VmFlags.VM_LOCKED_MASK;
import static org.mmsim.engine.mm.VmFlags.VM_WIPEONFORK;
import static org.mmsim.protocol.Event.PROCESS_FORKED_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_MMAP_WRITE;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/**
 * fork: kernel_clone and dup_mmap. The parent's entries are read-only long before its stale
 * translations go, which is why its mmap_lock is held until they have.
 */
public final class Fork extends Frame {
    private static final Program<Fork> PROGRAM = Program.<Fork>of(KernelFunction.kernel_clone)
            .step((cpu, f) -> cpu.spend(CostId.SYSCALL))
            .lock(LOCK_MMAP_WRITE, (cpu, f) -> cpu.mm().id())
            .step((cpu, f) -> f.createMm(cpu))
            .lock(LOCK_MMAP_WRITE, (cpu, f) -> f.childId)
            .loop((cpu, f) -> f.next < f.vmas.size())
            .call((cpu, f) -> f.dupVma(cpu))
            .end()
            .unlock(LOCK_MMAP_WRITE, (cpu, f) -> f.childId)
            .call((cpu, f) -> TlbFlush.mm(cpu, cpu.mm()))
            .unlock(LOCK_MMAP_WRITE, (cpu, f) -> cpu.mm().id())
            .step((cpu, f) -> f.wakeUpNewTask(cpu))
            .build();

    private final int childId;
    private List<Vma> vmas = List.of();
    private int next;

    /**
     * @param child number of the process that the workload has set aside for it
     */
    public Fork(int child) {
        super(PROGRAM);
        this.childId = child;
    }

    private void createMm(Cpu cpu) {
        cpu.follow(cpu.record(PROCESS_FORKED_FIELD_NUMBER, childId, cpu.mm().id()));
        RootTable.allocate(cpu, cpu.machine().mm(childId));
        vmas = List.copyOf(cpu.mm().vmas().values());
    }

    /** One round of dup_mmap: the VMA is there before its entries are copied. */
    private @Nullable Frame dupVma(Cpu cpu) {
        Vma vma = vmas.get(next++);
        if (vma.has(VM_DONTCOPY)) {
            return null;
        }
        Mm child = cpu.machine().mm(childId);
        boolean keepsPages = vma.anonVma() != 0 && !vma.has(VM_WIPEONFORK);
        Vma copy = vma.withFlags(vma.flags() & ~VM_LOCKED_MASK)
                .withAnonVma(keepsPages ? cpu.machine().nextAnonVma() | Vma.FORKED : 0);
        Vmas.dup(cpu, child, copy);
        return keepsPages ? new CopyPageRange(cpu.mm(), child, vma, copy) : null;
    }

    private void wakeUpNewTask(Cpu cpu) {
        cpu.kernel().ports().startProcess(childId, cpu.spentNs());
    }
}
