package org.mmsim.engine.kernel.fault;

import static org.mmsim.engine.mm.VmFlags.VM_ACCESS;
import static org.mmsim.protocol.Event.PAGE_FAULTED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.SIGNAL_RAISED_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_MMAP_READ;
import static org.mmsim.protocol.LockKind.LOCK_VMA_READ;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.vma.VmaLocks;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** do_user_addr_fault: an access of the running thread that the hardware could not complete. */
public final class UserAddrFault extends Frame {
    private static final Program<UserAddrFault> PROGRAM = Program.<UserAddrFault>of(KernelFunction.do_user_addr_fault)
            .step((cpu, f) -> cpu.spend(CostId.FAULT_ENTRY))
            .step((cpu, f) -> f.lockVma(cpu))
            .when((cpu, f) -> f.lockedVma == null)
            .lock(LOCK_MMAP_READ, (cpu, f) -> cpu.mm().id())
            .end()
            .step((cpu, f) -> f.findVma(cpu))
            .call((cpu, f) -> f.fault == null ? null : new HandleMmFault(f.fault))
            .step((cpu, f) -> f.account(cpu))
            .when((cpu, f) -> f.lockedVma == null)
            .unlock(LOCK_MMAP_READ, (cpu, f) -> cpu.mm().id())
            .end()
            .when((cpu, f) -> f.lockedVma != null)
            .unlock(LOCK_VMA_READ, (cpu, f) -> VmaLocks.id(cpu.mm(), Objects.requireNonNull(f.lockedVma)))
            .end()
            .build();

    private final long va;
    private final boolean write;
    /** The VMA whose lock stands in for mmap_lock. */
    private @Nullable Vma lockedVma;

    private @Nullable VmFault fault;
    private int signal;

    UserAddrFault(long va, boolean write) {
        super(PROGRAM);
        this.va = va;
        this.write = write;
    }

    /** The signal that the access raised, 0 for none. */
    int signal() {
        return signal;
    }

    private void lockVma(Cpu cpu) {
        Vma vma = cpu.mm().find(va);
        lockedVma = VmaLocks.tryLock(cpu, cpu.mm(), vma) ? vma : null;
    }

    private void findVma(Cpu cpu) {
        Vma vma = cpu.mm().find(va);
        if (vma == null || !(write ? vma.write() : vma.has(VM_ACCESS))) {
            signal = Signals.SIGSEGV;
        } else {
            fault = new VmFault(cpu.mm(), vma, va, write, false);
        }
    }

    /** mm_account_fault. */
    private void account(Cpu cpu) {
        int thread = cpu.current().thread();
        if (fault != null) {
            signal = fault.signal();
        }
        if (signal == 0) {
            cpu.record(PAGE_FAULTED_FIELD_NUMBER, thread, va, write ? 1 : 0, 0);
        } else {
            cpu.record(SIGNAL_RAISED_FIELD_NUMBER, thread, va, signal);
        }
    }
}
