package org.mmsim.engine.kernel;

import java.util.Objects;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.MmuGather;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.protocol.KernelFunction;

/** unmap_region: unmap_vmas, free_pgtables, tlb_finish_mmu. */
final class UnmapRegion extends Frame {
    private static final Program<UnmapRegion> PROGRAM = Program.<UnmapRegion>of(KernelFunction.unmap_region)
            .loop((cpu, f) -> f.findPmd())
            .when((cpu, f) -> f.flushDue())
            .call((cpu, f) -> new TlbFlushMmu(f.mm, f.gather))
            .end()
            .call((cpu, f) -> f.zapPmd())
            .end()
            .call((cpu, f) -> new FreePgtables(f.mm, f.from, f.to, f.gather))
            .call((cpu, f) -> new TlbFlushMmu(f.mm, f.gather))
            .build();

    private final Mm mm;
    private final PageTableFormat format;
    private final long from;
    private final long to;
    private final MmuGather gather;
    /** Where the next PMD entry is looked for. */
    private long cursor;

    @SuppressWarnings("NullAway.Init") // findPmd comes first
    private Table pmdTable;

    private long pmdVa;

    private UnmapRegion(Mm mm, long from, long to, MmuGather gather) {
        super(PROGRAM);
        this.mm = mm;
        this.format = mm.pageTable().format();
        this.from = from;
        this.to = to;
        this.gather = gather;
        this.cursor = from & -format.span(1);
    }

    /** Unmaps a range that no VMA covers any more. */
    static UnmapRegion of(Cpu cpu, Mm mm, long from, long to) {
        int pageBytes = cpu.machine().profile().basePageBytes();
        return new UnmapRegion(mm, from, to, new MmuGather(false, pageBytes));
    }

    /** exit_mmap: unmaps everything. */
    static UnmapRegion ofWhole(Cpu cpu, Mm mm) {
        int pageBytes = cpu.machine().profile().basePageBytes();
        return new UnmapRegion(mm, 0, mm.pageTable().format().limit(), new MmuGather(true, pageBytes));
    }

    /** Moves to the next PMD entry in use, passing over tables that are not there. */
    private boolean findPmd() {
        while (cursor < to) {
            Table table = mm.pageTable().root();
            while (table.level > 1) {
                Table child = table.child(format.index(table.level, cursor));
                if (child == null) {
                    break;
                }
                table = child;
            }
            int index = format.index(table.level, cursor);
            if (table.level == 1) {
                int used = table.nextUsed(index);
                if (used < table.size()) {
                    pmdTable = table;
                    pmdVa = table.va + used * format.span(1);
                    cursor = pmdVa;
                    return pmdVa < to;
                }
                cursor = table.va + format.span(2);
            } else {
                int used = table.nextUsed(index);
                cursor = used == table.size()
                        ? table.va + table.size() * format.span(table.level)
                        : Math.max(cursor, table.va + used * format.span(table.level));
            }
        }
        return false;
    }

    private boolean flushDue() {
        boolean huge = format.leaf(pmdTable.entry(format.index(1, pmdVa)));
        return gather.full() || gather.changesPageSize(huge ? 1 : 0);
    }

    /** zap_pmd_range's body. A huge entry that reaches beyond the range is split, and met again as a table. */
    private Frame zapPmd() {
        long entry = pmdTable.entry(format.index(1, pmdVa));
        long end = pmdVa + format.span(1);
        if (!format.leaf(entry)) {
            cursor = end;
            Table pteTable = Objects.requireNonNull(pmdTable.child(format.index(1, pmdVa)));
            return new ZapPteRange(mm, pteTable, Math.max(from, pmdVa), Math.min(to, end), gather);
        }
        if (from <= pmdVa && end <= to) {
            cursor = end;
            return new ZapHugePmd(mm, pmdTable, pmdVa, gather);
        }
        return new SplitHugePmd(mm, pmdTable, pmdVa);
    }
}
