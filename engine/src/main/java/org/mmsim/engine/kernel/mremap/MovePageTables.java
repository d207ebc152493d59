package org.mmsim.engine.kernel.mremap;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.split.SplitHugePmd;
import org.mmsim.engine.kernel.table.Tables;
import org.mmsim.engine.kernel.tlb.TlbFlush;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.PageTable;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.protocol.KernelFunction;

/** move_page_tables: moves entries from one VMA to another, by whole tables and huge entries where both sides allow it. */
final class MovePageTables extends Frame {
    private static final Program<MovePageTables> PROGRAM = Program.<MovePageTables>of(KernelFunction.move_page_tables)
            .loop((cpu, f) -> f.cursor < f.end && !f.outOfMemory)
            .call((cpu, f) -> f.moveExtent(cpu))
            .end()
            .call((cpu, f) -> f.flushTooLate(cpu))
            .build();

    private final Mm mm;
    private final Vma vma;
    private final PageTable pageTable;
    private final PageTableFormat format;
    private final long start;
    private final long end;
    private final long distance;
    private long cursor;
    private boolean outOfMemory;

    /**
     * @param vma that the entries are in
     * @param target that they come to
     */
    MovePageTables(Mm mm, Vma vma, long from, Vma target, long to, long length) {
        super(PROGRAM);
        this.mm = mm;
        this.vma = vma;
        pageTable = mm.pageTable();
        format = pageTable.format();
        start = from;
        end = from + length;
        distance = to - from;
        cursor = canRealign(from, target, to, length) ? from & -format.span(1) : from;
    }

    /** try_realign_addr: where nothing is mapped in front of either side, whole tables can move from the first on. */
    private boolean canRealign(long from, Vma target, long to, long length) {
        long into = from & format.span(1) - 1;
        return into != 0
                && into == (to & format.span(1) - 1)
                && length >= format.span(1) - into
                && canAlignDown(vma, from)
                && canAlignDown(target, to);
    }

    private boolean canAlignDown(Vma side, long va) {
        return side.start() == va && mm.overlapping(va & -format.span(1), va).isEmpty();
    }

    private @Nullable Frame flushTooLate(Cpu cpu) {
        return cpu.planted(Bug.REMAP_FLUSHES_AFTER_UNLOCK) ? TlbFlush.range(cpu, mm, start, end) : null;
    }

    /** Bytes from the beginning on that have been moved. */
    long moved() {
        return Math.max(cursor, start) - start;
    }

    /** get_extent: as far as neither side leaves its entry of the level. */
    private long extent(int level) {
        long span = format.span(level);
        long left = Math.min(span - (cursor & span - 1), span - (cursor + distance & span - 1));
        return Math.min(left, end - cursor);
    }

    private @Nullable Frame moveExtent(Cpu cpu) {
        long va = cursor;
        long to = va + distance;
        long extent = extent(2);
        if (pageTable.entry(va, 2) == 0) {
            cursor += extent;
            return null;
        }
        if (!populate(cpu, to, 2)) {
            return null;
        }
        if (extent == format.span(2) && pageTable.entry(to, 2) == 0) {
            cursor += extent;
            return new MoveTable(mm, vma, 2, va, to);
        }
        extent = extent(1);
        if (pageTable.entry(va, 1) == 0) {
            cursor += extent;
            return null;
        }
        return populate(cpu, to, 1) ? movePmd(cpu, va, extent) : null;
    }

    private @Nullable Frame movePmd(Cpu cpu, long va, long extent) {
        long to = va + distance;
        Table table = pageTable.existingTable(va, 1);
        boolean whole = extent == format.span(1) && pageTable.entry(to, 1) == 0;
        boolean huge = format.leaf(1, table.entry(format.index(1, va)));
        if (huge && !whole) {
            // Met again as a table.
            return new SplitHugePmd(mm, vma, table, va & -format.span(1));
        }
        if (!whole && !populate(cpu, to, 0)) {
            return null;
        }
        if (huge) {
            return new MoveHugePmd(mm, va, to, () -> cursor += extent);
        }
        cursor += extent;
        if (whole) {
            return new MoveTable(mm, vma, 1, va, to);
        }
        return new MovePtes(mm, va, va + extent, distance);
    }

    private boolean populate(Cpu cpu, long va, int level) {
        outOfMemory = !Tables.populateDownTo(cpu, mm, va, level);
        return !outOfMemory;
    }
}
