package org.mmsim.engine.kernel.vma;

import static org.mmsim.protocol.Event.VMA_WRITE_STARTED_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_VMA_READ;
import static org.mmsim.protocol.LockKind.LOCK_VMA_WRITE;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.FaultLock;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.protocol.KernelFunction;

/** Per-VMA locks (6.4): faults hold the VMA's lock for reading; whoever changes the VMA waits for them once. */
public final class VmaLocks {
    private static final Program<StartWrite> START_WRITE = Program.<StartWrite>of(KernelFunction.no_function)
            .loop((cpu, f) -> f.next < f.vmas.size())
            .lock(LOCK_VMA_WRITE, (cpu, f) -> id(f.mm, f.vma()))
            .step((cpu, f) -> f.mark(cpu))
            .unlock(LOCK_VMA_WRITE, (cpu, f) -> id(f.mm, f.vma()))
            .step((cpu, f) -> f.next++)
            .end()
            .build();

    private VmaLocks() {}

    /** The lock of a VMA, which is known by where it begins. */
    public static long id(Mm mm, Vma vma) {
        return (long) mm.id() << 40 | vma.start() >>> 12;
    }

    /** lock_vma_under_rcu: whether a fault has got the lock of the VMA, and so does without mmap_lock. */
    public static boolean tryLock(Cpu cpu, Mm mm, @Nullable Vma vma) {
        return vma != null
                && cpu.kernel().policies().faultLock() == FaultLock.VMA
                && !mm.writeStarted(vma.start())
                && cpu.tryLock(LOCK_VMA_READ, id(mm, vma));
    }

    /** vma_start_write for every VMA of [from, to), under mmap_lock for writing; null where faults take mmap_lock. */
    public static @Nullable Frame startWrite(Cpu cpu, Mm mm, long from, long to) {
        List<Vma> vmas = mm.overlapping(from, to);
        return cpu.kernel().policies().faultLock() == FaultLock.VMA && !vmas.isEmpty()
                ? new StartWrite(mm, vmas)
                : null;
    }

    private static final class StartWrite extends Frame {
        private final Mm mm;
        private final List<Vma> vmas;
        private int next;

        StartWrite(Mm mm, List<Vma> vmas) {
            super(START_WRITE);
            this.mm = mm;
            this.vmas = vmas;
        }

        Vma vma() {
            return vmas.get(next);
        }

        void mark(Cpu cpu) {
            cpu.record(VMA_WRITE_STARTED_FIELD_NUMBER, mm.id(), vma().start(), vma().length());
        }
    }
}
