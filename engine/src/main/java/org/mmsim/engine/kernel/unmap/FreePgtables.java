package org.mmsim.engine.kernel.unmap;

import static org.mmsim.protocol.Event.PTE_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMA_UNLINKED_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_I_MMAP_WRITE;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.tlb.TlbFinishMmu;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.MmuGather;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/**
 * free_pgtables: takes the VMAs of devices off their files, and unlinks the tables that map nothing but the unmapped
 * range and the gaps beside it, up to the neighbouring VMAs (floor and ceiling). They are freed after the flush and a
 * grace period.
 */
final class FreePgtables extends Frame {
    private static final Program<FreePgtables> PROGRAM = Program.<FreePgtables>of(KernelFunction.free_pgtables)
            .call((cpu, f) -> TlbFinishMmu.freeVmas(cpu, f.mm, f.gather))
            .loop((cpu, f) -> f.nextDevice())
            .lock(LOCK_I_MMAP_WRITE, (cpu, f) -> f.vmas.get(f.vma).file())
            .step((cpu, f) -> f.unlinkFileVma(cpu))
            .unlock(LOCK_I_MMAP_WRITE, (cpu, f) -> f.vmas.get(f.vma).file())
            .step((cpu, f) -> f.vma++)
            .end()
            .step((cpu, f) -> f.find())
            .loop((cpu, f) -> f.next < f.tables.size())
            .step((cpu, f) -> f.unlink(cpu))
            .end()
            .build();

    private final Mm mm;
    private final List<Vma> vmas;
    private int vma;
    private final long from;
    private final long to;
    private final MmuGather gather;
    private final PageTableFormat format;
    private final List<Table> tables = new ArrayList<>();
    private int next;

    FreePgtables(Mm mm, List<Vma> vmas, long from, long to, MmuGather gather) {
        super(PROGRAM);
        this.mm = mm;
        this.vmas = vmas;
        this.from = from;
        this.to = to;
        this.gather = gather;
        this.format = mm.pageTable().format();
    }

    private boolean nextDevice() {
        while (vma < vmas.size() && !vmas.get(vma).pfnMap()) {
            vma++;
        }
        return vma < vmas.size();
    }

    private void unlinkFileVma(Cpu cpu) {
        Vma part = vmas.get(vma).cut(from, to, format.shift(0));
        cpu.spend(CostId.VMA_UPDATE);
        cpu.record(VMA_UNLINKED_FIELD_NUMBER, mm.id(), part.start(), part.length(), part.file());
    }

    private void find() {
        Map.Entry<Long, Vma> below = gather.fullMm() ? null : mm.vmas().lowerEntry(from);
        Map.Entry<Long, Vma> above = gather.fullMm() ? null : mm.vmas().ceilingEntry(to);
        long floor = below == null ? 0 : below.getValue().end();
        long ceiling = above == null ? Long.MAX_VALUE : above.getKey();
        collect(mm.pageTable().root(), floor, ceiling);
    }

    /** Tables below {@code table} that go, lower ones first. */
    private void collect(Table table, long floor, long ceiling) {
        long span = format.span(table.level);
        long firstVa = Math.max(table.va, from & -span);
        int index = firstVa >= table.va + table.size() * span ? table.size() : format.index(table.level, firstVa);
        for (int i = table.nextUsed(index); i < table.size(); i = table.nextUsed(i + 1)) {
            long va = table.va + i * span;
            if (va >= to) {
                return;
            }
            Table child = table.child(i);
            if (child == null) {
                continue;
            }
            if (child.level > 0) {
                collect(child, floor, ceiling);
            }
            if (va >= floor && va + span <= ceiling) {
                tables.add(child);
            }
        }
    }

    private void unlink(Cpu cpu) {
        Table child = tables.get(next++);
        int parentLevel = child.level + 1;
        cpu.spend(CostId.PTE_UPDATE);
        long entry = mm.pageTable().entry(child.va, parentLevel);
        cpu.record(PTE_CLEARED_FIELD_NUMBER, mm.id(), child.va, parentLevel, entry);
        gather.addTable(child.va, child.level, child.address);
    }
}
