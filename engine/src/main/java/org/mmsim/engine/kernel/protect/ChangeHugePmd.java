package org.mmsim.engine.kernel.protect;

import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_PMD;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.tlb.TlbFlush;
import org.mmsim.engine.kernel.walk.LocklessWalks;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.MmuGather;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.Arch;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/** change_huge_pmd: the entry is never none meanwhile, for others take none for no page without asking for the lock. */
final class ChangeHugePmd extends Frame {
    private static final Program<ChangeHugePmd> PROGRAM = Program.<ChangeHugePmd>of(KernelFunction.change_huge_pmd)
            .lock(LOCK_PMD, (cpu, f) -> f.table.address)
            .when((cpu, f) -> f.stillHuge())
            .step((cpu, f) -> f.invalidate(cpu))
            .call((cpu, f) -> f.flushAtOnce(cpu))
            .call((cpu, f) -> LocklessWalks.serialize(cpu, f.mm, f.va))
            .step((cpu, f) -> f.set(cpu))
            .end()
            .unlock(LOCK_PMD, (cpu, f) -> f.table.address)
            .build();

    private final Mm mm;
    private final Vma vma;
    private final Table table;
    private final long va;
    private final MmuGather gather;
    private final PageTableFormat format;
    private final Runnable changed;
    private long old;

    /**
     * @param changed called if the entry was still huge when the lock was had
     */
    ChangeHugePmd(Mm mm, Vma vma, Table table, long va, MmuGather gather, Runnable changed) {
        super(PROGRAM);
        this.mm = mm;
        this.vma = vma;
        this.table = table;
        this.va = va;
        this.gather = gather;
        this.changed = changed;
        format = mm.pageTable().format();
    }

    private long current() {
        return table.entry(format.index(1, va));
    }

    private boolean stillHuge() {
        return format.present(current()) && format.leaf(1, current());
    }

    private void invalidate(Cpu cpu) {
        changed.run();
        old = current();
        cpu.spend(CostId.PTE_UPDATE);
        cpu.record(PTE_SET_FIELD_NUMBER, mm.id(), va, 1, format.invalidated(old));
    }

    /** pmdp_invalidate_ad, which x86 has without the flush of pmdp_invalidate. */
    private @Nullable Frame flushAtOnce(Cpu cpu) {
        return cpu.machine().profile().arch() == Arch.X86_64 ? null : TlbFlush.pmd(cpu, mm, va);
    }

    private void set(Cpu cpu) {
        long entry = ProtectionChange.modify(format, vma, old);
        boolean writable = ProtectionChange.canBeWritable(cpu, format, vma, entry);
        long modified = writable ? format.mkwrite(entry) : entry;
        cpu.spend(CostId.PTE_UPDATE);
        cpu.record(PTE_SET_FIELD_NUMBER, mm.id(), va, 1, modified);
        if (format.needsFlush(1, old, modified)) {
            gather.remove(va, format.span(1), 1);
        }
    }
}
