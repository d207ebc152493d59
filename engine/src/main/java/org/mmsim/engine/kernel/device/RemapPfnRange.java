package org.mmsim.engine.kernel.device;

import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_PTE;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.Errno;
import org.mmsim.engine.kernel.fault.VmFault;
import org.mmsim.engine.kernel.table.PteAlloc;
import org.mmsim.engine.kernel.table.Tables;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/**
 * remap_pfn_range: entries for all pages of a VMA of a device. They are special, so that nobody takes what they map for
 * a page with counts (vm_normal_page).
 */
final class RemapPfnRange extends Frame {
    private static final Program<RemapPfnRange> PROGRAM = Program.<RemapPfnRange>of(KernelFunction.remap_pfn_range)
            .loop((cpu, f) -> f.cursor < f.vma.end() && !cpu.current().failed())
            .call((cpu, f) -> f.allocateTables(cpu))
            .step((cpu, f) -> f.enterTable(cpu))
            .when((cpu, f) -> !cpu.current().failed())
            .lock(LOCK_PTE, (cpu, f) -> f.table().address)
            .loop((cpu, f) -> f.cursor < f.tableEnd)
            .step((cpu, f) -> f.setPte(cpu))
            .end()
            .unlock(LOCK_PTE, (cpu, f) -> f.table().address)
            .end()
            .end()
            .build();

    private final Mm mm;
    private final Vma vma;
    private final List<Long> frames;
    private final PageTableFormat format;
    private long cursor;
    private long tableEnd;
    private @Nullable Table table;

    /**
     * @param frames of all pages of the VMA, in order
     */
    RemapPfnRange(Mm mm, Vma vma, List<Long> frames) {
        super(PROGRAM);
        this.mm = mm;
        this.vma = vma;
        this.frames = frames;
        format = mm.pageTable().format();
        cursor = vma.start();
    }

    private Table table() {
        return Objects.requireNonNull(table, "there is no table");
    }

    private @Nullable Frame allocateTables(Cpu cpu) {
        return Tables.populateDownTo(cpu, mm, cursor, 1)
                ? PteAlloc.of(new VmFault(mm, vma, cursor, false, false))
                : null;
    }

    private void enterTable(Cpu cpu) {
        table = mm.pageTable().table(cursor, 0);
        tableEnd = Math.min((cursor & -format.span(1)) + format.span(1), vma.end());
        if (table == null) {
            cpu.current().fail(Errno.ENOMEM);
        }
    }

    /** remap_pte_range. */
    private void setPte(Cpu cpu) {
        long frame = frames.get((int) (cursor - vma.start() >>> format.shift(0)));
        long entry = format.mkspecial(format.leaf(0, frame, format.protection(vma.flags())));
        cpu.spend(CostId.PTE_UPDATE);
        cpu.record(PTE_SET_FIELD_NUMBER, mm.id(), cursor, 0, entry);
        cursor += format.span(0);
    }
}
