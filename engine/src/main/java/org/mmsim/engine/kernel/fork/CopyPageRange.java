package org.mmsim.engine.kernel.fork;

import static org.mmsim.protocol.Event.WRITE_PROTECT_SEQ_ADVANCED_FIELD_NUMBER;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.Errno;
import org.mmsim.engine.kernel.table.PmdCursor;
import org.mmsim.engine.kernel.table.Tables;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.VmFlags;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.protocol.KernelFunction;

/** copy_page_range: the child maps what one VMA of the parent maps. */
final class CopyPageRange extends Frame {
    private static final Program<CopyPageRange> PROGRAM = Program.<CopyPageRange>of(KernelFunction.copy_page_range)
            .step((cpu, f) -> f.advanceWriteProtectSeq(cpu))
            .loop((cpu, f) -> f.findPmd())
            .call((cpu, f) -> f.copyHugePmd())
            .call((cpu, f) -> f.copyPteRange(cpu))
            .end()
            .step((cpu, f) -> f.advanceWriteProtectSeq(cpu))
            .build();

    private final Mm parent;
    private final Mm child;
    private final Vma vma;
    private final Vma childVma;
    private final PageTableFormat format;
    private final PmdCursor cursor;
    private @Nullable CopyHugePmd huge;

    CopyPageRange(Mm parent, Mm child, Vma vma, Vma childVma) {
        super(PROGRAM);
        this.parent = parent;
        this.child = child;
        this.vma = vma;
        this.childVma = childVma;
        format = parent.pageTable().format();
        cursor = new PmdCursor(parent.pageTable(), vma.start(), vma.end());
    }

    /** raw_write_seqcount_begin and _end: GUP-fast must not pin a page after fork has looked whether it is pinned. */
    private void advanceWriteProtectSeq(Cpu cpu) {
        if (VmFlags.cow(vma.flags())) {
            cpu.record(WRITE_PROTECT_SEQ_ADVANCED_FIELD_NUMBER, parent.id());
        }
    }

    private boolean findPmd() {
        huge = null;
        return cursor.find();
    }

    private @Nullable Frame copyHugePmd() {
        long entry = cursor.table().entry(format.index(1, cursor.va()));
        if (!format.leaf(1, entry)) {
            return null;
        }
        huge = new CopyHugePmd(parent, child, vma, cursor.table(), cursor.va());
        return huge;
    }

    /** The rest is for tables, one that a huge entry was split into included. */
    private @Nullable Frame copyPteRange(Cpu cpu) {
        long va = cursor.va();
        cursor.advance();
        boolean copied = huge != null && huge.copied();
        if (copied || cpu.current().failed()) {
            return null;
        }
        if (!Tables.populateDownTo(cpu, child, va, 0)) {
            cpu.current().fail(Errno.ENOMEM);
            return null;
        }
        Table from = Objects.requireNonNull(parent.pageTable().table(va, 0), "a PMD entry without a table");
        Table to = child.pageTable().existingTable(va, 0);
        long start = Math.max(va, vma.start());
        long end = Math.min(va + format.span(1), vma.end());
        return new CopyPteRange(parent, child, vma, childVma, from, to, start, end);
    }
}
