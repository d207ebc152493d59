package org.mmsim.engine.kernel.fork;

import static org.mmsim.protocol.Event.PTE_CHANGED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TABLE_DEPOSITED_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_PMD;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.Errno;
import org.mmsim.engine.kernel.fault.HugeZero;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.kernel.folio.Rmap;
import org.mmsim.engine.kernel.split.SplitHugePmd;
import org.mmsim.engine.kernel.table.Tables;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** copy_huge_pmd. A huge page that may be pinned is not shared: the parent's mapping is split, and the PTEs copied. */
final class CopyHugePmd extends Frame {
    private static final long NONE = -1;

    private static final Program<CopyHugePmd> PROGRAM = Program.<CopyHugePmd>of(KernelFunction.copy_huge_pmd)
            .step((cpu, f) -> f.allocate(cpu))
            .when((cpu, f) -> f.deposit != NONE)
            .lock(LOCK_PMD, (cpu, f) -> f.childTable().address)
            .lock(LOCK_PMD, (cpu, f) -> f.table.address)
            .when((cpu, f) -> f.stillHuge())
            .step((cpu, f) -> f.addRefs(cpu))
            .step((cpu, f) -> f.tryDup(cpu))
            .when((cpu, f) -> !f.pinned)
            .step((cpu, f) -> f.wrprotectParent(cpu))
            .step((cpu, f) -> f.setChild(cpu))
            .end()
            .end()
            .unlock(LOCK_PMD, (cpu, f) -> f.table.address)
            .unlock(LOCK_PMD, (cpu, f) -> f.childTable().address)
            .call((cpu, f) -> f.splitPinned(cpu))
            .end()
            .build();

    private final Mm parent;
    private final Mm child;
    private final Vma vma;
    private final Table table;
    private final long va;
    private final PageTableFormat format;
    private long deposit = NONE;
    private long entry;
    private long folio;
    private boolean pinned;
    private boolean copied;

    CopyHugePmd(Mm parent, Mm child, Vma vma, Table table, long va) {
        super(PROGRAM);
        this.parent = parent;
        this.child = child;
        this.vma = vma;
        this.table = table;
        this.va = va;
        format = parent.pageTable().format();
    }

    /** Whether the child has the huge page, so that nothing is left to copy. */
    boolean copied() {
        return copied;
    }

    /** Who splits the folio may have split the mapping before the lock was had. */
    private boolean stillHuge() {
        entry = table.entry(format.index(1, va));
        return format.present(entry) && format.leaf(1, entry);
    }

    private Table childTable() {
        return child.pageTable().existingTable(va, 1);
    }

    private void allocate(Cpu cpu) {
        if (Tables.populateDownTo(cpu, child, va, 1)) {
            deposit = Tables.allocate(cpu, child, va, 0);
        }
        if (deposit == NONE) {
            cpu.current().fail(Errno.ENOMEM);
        }
    }

    private boolean zero(Cpu cpu) {
        return folio == cpu.machine().hugeZeroFrame();
    }

    private void addRefs(Cpu cpu) {
        folio = format.frame(entry);
        if (zero(cpu)) {
            HugeZero.get(cpu, child);
        } else {
            Folio.get(cpu, folio);
        }
    }

    private void tryDup(Cpu cpu) {
        if (zero(cpu)) {
            return;
        }
        Folios folios = cpu.machine().folios();
        pinned = folios.exclusive(folio) && Folio.needsCowForDma(cpu, parent, folio);
        if (pinned) {
            Folio.put(cpu, folio);
        } else {
            Rmap.dupAnonPmd(cpu, child, folio);
        }
    }

    private void wrprotectParent(Cpu cpu) {
        if (format.write(entry) && !cpu.planted(Bug.FORK_WITHOUT_WRPROTECT_OF_HUGE)) {
            entry = format.wrprotect(entry);
            cpu.spend(CostId.PTE_UPDATE);
            cpu.record(PTE_CHANGED_FIELD_NUMBER, parent.id(), va, 1, entry);
        }
    }

    private void setChild(Cpu cpu) {
        copied = true;
        cpu.record(TABLE_DEPOSITED_FIELD_NUMBER, child.id(), va, deposit);
        cpu.spend(CostId.PTE_UPDATE);
        cpu.record(PTE_SET_FIELD_NUMBER, child.id(), va, 1, format.mkold(format.wrprotect(entry)));
    }

    private @Nullable Frame splitPinned(Cpu cpu) {
        if (!copied) {
            Tables.free(cpu, child, va, 0, deposit);
        }
        return pinned ? new SplitHugePmd(parent, vma, table, va) : null;
    }
}
