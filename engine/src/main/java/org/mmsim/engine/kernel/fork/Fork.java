package org.mmsim.engine.kernel.fork;

import static org.mmsim.engine.mm.VmFlags.VM_DONTCOPY;
import static org.mmsim.engine.mm.VmFlags.VM_LOCKED_MASK;
import static org.mmsim.engine.mm.VmFlags.VM_WIPEONFORK;
import static org.mmsim.protocol.Event.ANON_VMA_FORKED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PROCESS_ENDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PROCESS_FORKED_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_ANON_VMA_WRITE;
import static org.mmsim.protocol.LockKind.LOCK_I_MMAP_WRITE;
import static org.mmsim.protocol.LockKind.LOCK_MMAP_WRITE;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.Errno;
import org.mmsim.engine.kernel.table.Tables;
import org.mmsim.engine.kernel.tlb.TlbFlush;
import org.mmsim.engine.kernel.unmap.ExitMmap;
import org.mmsim.engine.kernel.vma.VmaLocks;
import org.mmsim.engine.kernel.vma.Vmas;
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
            .call((cpu, f) -> VmaLocks.startWrite(cpu, cpu.mm(), 0, Long.MAX_VALUE))
            .step((cpu, f) -> f.listVmas(cpu))
            .loop((cpu, f) -> f.next < f.vmas.size() && !cpu.current().failed())
            .when((cpu, f) -> f.nextVma(cpu))
            .when((cpu, f) -> f.keepsPages)
            .lock(LOCK_ANON_VMA_WRITE, (cpu, f) -> f.anonVmaRoot(cpu))
            .end()
            .when((cpu, f) -> f.vma.pfnMap())
            .lock(LOCK_I_MMAP_WRITE, (cpu, f) -> f.vma.file())
            .end()
            .step((cpu, f) -> f.dupVma(cpu))
            .when((cpu, f) -> f.vma.pfnMap())
            .unlock(LOCK_I_MMAP_WRITE, (cpu, f) -> f.vma.file())
            .end()
            .when((cpu, f) -> f.keepsPages)
            .unlock(LOCK_ANON_VMA_WRITE, (cpu, f) -> f.anonVmaRoot(cpu))
            .end()
            // vma_needs_copy: only private pages, and what no fault could bring back.
            .when((cpu, f) -> f.keepsPages || f.vma.pfnMap())
            .call((cpu, f) -> f.copyPageRange(cpu))
            .end()
            .end()
            .end()
            .unlock(LOCK_MMAP_WRITE, (cpu, f) -> f.childId)
            .call((cpu, f) -> cpu.planted(Bug.FORK_WITHOUT_FLUSH) ? null : TlbFlush.mm(cpu, cpu.mm()))
            .unlock(LOCK_MMAP_WRITE, (cpu, f) -> cpu.mm().id())
            .call((cpu, f) -> f.undo(cpu))
            .when((cpu, f) -> !cpu.current().failed())
            .step((cpu, f) -> f.wakeUpNewTask(cpu))
            .end()
            .build();

    private final int childId;
    private final Consumer<Cpu> exitFiles;
    private List<Vma> vmas = List.of();
    private int next;
    private boolean keepsPages;

    @SuppressWarnings("NullAway.Init") // set by nextVma
    private Vma vma;

    @SuppressWarnings("NullAway.Init") // set by dupVma
    private Vma copy;

    /**
     * @param child number of the process that the workload has set aside for it
     * @param exitFiles closes the files that the child has, if it does not come to life
     */
    public Fork(int child, Consumer<Cpu> exitFiles) {
        super(PROGRAM);
        this.childId = child;
        this.exitFiles = exitFiles;
    }

    private void createMm(Cpu cpu) {
        cpu.follow(cpu.record(PROCESS_FORKED_FIELD_NUMBER, childId, cpu.mm().id()));
        Mm child = cpu.machine().mm(childId);
        if (Tables.allocate(cpu, child, 0, child.pageTable().format().levels() - 1) < 0) {
            cpu.current().fail(Errno.ENOMEM);
            cpu.record(PROCESS_ENDED_FIELD_NUMBER, childId);
        }
    }

    /** Only now: a fault that held its VMA's lock may have given the VMA its first private page. */
    private void listVmas(Cpu cpu) {
        vmas = List.copyOf(cpu.mm().vmas().values());
    }

    /** The next round of dup_mmap, unless the child does not get the VMA. */
    private boolean nextVma(Cpu cpu) {
        vma = vmas.get(next++);
        keepsPages = vma.anonVma() != 0 && (!vma.has(VM_WIPEONFORK) || cpu.planted(Bug.FORK_KEEPS_WIPED));
        return !vma.has(VM_DONTCOPY);
    }

    private int anonVmaRoot(Cpu cpu) {
        return cpu.mm().anonVmaRoot(vma.anonVma());
    }

    /** The VMA is there, and in its family (anon_vma_fork), before its entries are copied. */
    private void dupVma(Cpu cpu) {
        Mm child = cpu.machine().mm(childId);
        int family = keepsPages ? cpu.machine().nextAnonVma() | Vma.FORKED : 0;
        copy = vma.withFlags(vma.flags() & ~VM_LOCKED_MASK).withAnonVma(family);
        if (keepsPages) {
            cpu.record(ANON_VMA_FORKED_FIELD_NUMBER, childId, family, anonVmaRoot(cpu));
        }
        Vmas.dup(cpu, child, copy);
    }

    private Frame copyPageRange(Cpu cpu) {
        return new CopyPageRange(cpu.mm(), cpu.machine().mm(childId), vma, copy);
    }

    /** Without memory for the whole of it there is no child: what it has got goes again. */
    private @Nullable Frame undo(Cpu cpu) {
        Mm child = cpu.machine().mm(childId);
        if (cpu.current().failed()) {
            exitFiles.accept(cpu);
        }
        return cpu.current().failed() && child.pageTable().hasRoot() ? new ExitMmap(child) : null;
    }

    private void wakeUpNewTask(Cpu cpu) {
        cpu.kernel().ports().startProcess(childId, cpu.spentNs());
    }
}
