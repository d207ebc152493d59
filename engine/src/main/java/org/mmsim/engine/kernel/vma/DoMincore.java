package org.mmsim.engine.kernel.vma;

import static org.mmsim.protocol.Event.OPERATION_COUNTED_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_MMAP_READ;
import static org.mmsim.protocol.LockKind.LOCK_PMD;
import static org.mmsim.protocol.LockKind.LOCK_PTE;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.Errno;
import org.mmsim.engine.kernel.table.PmdCursor;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** mincore: how many pages of a range are resident. A gap ends it with ENOMEM; what comes before it counts. */
public final class DoMincore extends Frame {
    private static final Program<DoMincore> PROGRAM = Program.<DoMincore>of(KernelFunction.do_mincore)
            .step((cpu, f) -> cpu.spend(CostId.SYSCALL))
            .lock(LOCK_MMAP_READ, (cpu, f) -> cpu.mm().id())
            .loop((cpu, f) -> f.nextVma(cpu))
            .step((cpu, f) -> f.countCached(cpu))
            .loop((cpu, f) -> f.pmd().find())
            .when((cpu, f) -> f.pmd().huge())
            .lock(LOCK_PMD, (cpu, f) -> f.pmd().table().address)
            .step((cpu, f) -> f.countHuge())
            .unlock(LOCK_PMD, (cpu, f) -> f.pmd().table().address)
            .end()
            .when((cpu, f) -> f.entersTable(cpu))
            .lock(LOCK_PTE, (cpu, f) -> f.table.address)
            .step((cpu, f) -> f.countPtes(cpu))
            .unlock(LOCK_PTE, (cpu, f) -> f.table.address)
            .end()
            .step((cpu, f) -> f.pmd().advance())
            .end()
            .end()
            .unlock(LOCK_MMAP_READ, (cpu, f) -> cpu.mm().id())
            .step((cpu, f) ->
                    cpu.record(OPERATION_COUNTED_FIELD_NUMBER, cpu.current().thread(), f.resident))
            .build();

    private final PageTableFormat format;
    private final long to;
    /** The part of a VMA that is looked at. */
    private long from;

    private long end;
    private long resident;

    @SuppressWarnings("NullAway.Init") // set before anything is counted
    private Vma vma;

    private @Nullable PmdCursor pmd;

    @SuppressWarnings("NullAway.Init") // set before it is entered
    private Table table;

    public DoMincore(PageTableFormat format, long va, long length) {
        super(PROGRAM);
        this.format = format;
        end = va;
        to = va + length;
    }

    private PmdCursor pmd() {
        return Objects.requireNonNull(pmd, "mincore has not begun");
    }

    private boolean nextVma(Cpu cpu) {
        if (end == to) {
            return false;
        }
        Vma next = cpu.mm().find(end);
        if (next == null) {
            cpu.current().fail(Errno.ENOMEM);
            return false;
        }
        vma = next;
        from = end;
        end = Math.min(to, vma.end());
        pmd = new PmdCursor(cpu.mm().pageTable(), from, end);
        return true;
    }

    /** mincore_page: what a shared memory object has is resident, mapped or not. */
    private void countCached(Cpu cpu) {
        for (long va = from; vma.file() != 0 && va < end; va += format.span(0)) {
            resident += cached(cpu, va) ? 1 : 0;
        }
    }

    private boolean cached(Cpu cpu, long va) {
        return vma.file() != 0
                && !vma.pfnMap()
                && cpu.machine().pageCache().frame(vma.file(), vma.pgoff(va, format.shift(0))) >= 0;
    }

    private long startHere() {
        return Math.max(from, pmd().va());
    }

    private long pagesHere() {
        return Math.min(end, pmd().va() + format.span(1)) - startHere() >>> format.shift(0);
    }

    private void countHuge() {
        resident += pmd().huge() ? pagesHere() : 0;
    }

    private boolean entersTable(Cpu cpu) {
        if (pmd().huge()) {
            return false;
        }
        Table found = cpu.mm().pageTable().table(pmd().va(), 0);
        if (found != null) {
            table = found;
        }
        return found != null;
    }

    private void countPtes(Cpu cpu) {
        int first = format.index(0, startHere());
        int last = first + (int) pagesHere();
        for (int index = table.nextUsed(first); index < last; index = table.nextUsed(index + 1)) {
            cpu.spend(CostId.PTE_READ);
            long va = table.va + index * format.span(0);
            resident += format.present(table.entry(index)) && !cached(cpu, va) ? 1 : 0;
        }
    }
}
