package org.mmsim.engine.kernel.table;

import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TABLE_ALLOCATED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TABLE_FREED_FIELD_NUMBER;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.kernel.folio.Gfp;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.memory.TableFrames;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.CostId;

/** Memory for page tables, which share frames where they are smaller (pte_fragment_alloc). */
public final class Tables {
    private Tables() {}

    /**
     * A table of {@code level} for the addresses from {@code va} on.
     *
     * @return its physical address, or −1 if there is no memory
     */
    public static long allocate(Cpu cpu, Mm mm, long va, int level) {
        Machine machine = cpu.machine();
        TableFrames frames = machine.tableFrames();
        long bytes = machine.format().tableBytes(level);
        long address = frames.find(bytes);
        if (address < 0) {
            long frame = Folio.allocate(cpu, order(machine, bytes), Gfp.PGTABLE_USER);
            if (frame < 0) {
                return -1;
            }
            address = frame * machine.profile().basePageBytes();
        }
        cpu.spend(CostId.TABLE_ALLOC);
        cpu.record(TABLE_ALLOCATED_FIELD_NUMBER, mm.id(), va, level, address);
        return address;
    }

    /**
     * p4d_alloc, pud_alloc, pmd_alloc: makes sure that there is a table of {@code level} for an address.
     *
     * @return false if there is no memory
     */
    public static boolean populateDownTo(Cpu cpu, Mm mm, long va, int level) {
        PageTableFormat format = mm.pageTable().format();
        for (int parent = format.levels() - 1; parent > level; parent--) {
            if (mm.pageTable().entry(va, parent) == 0) {
                long tableVa = va & -format.span(parent);
                long address = allocate(cpu, mm, tableVa, parent - 1);
                if (address < 0) {
                    return false;
                }
                cpu.record(PTE_SET_FIELD_NUMBER, mm.id(), tableVa, parent, format.table(parent, address));
            }
        }
        return true;
    }

    /**
     * Gives a table back; the frame goes with the last table on it, or later if a walker that followed a stale entry
     * has a reference on it. What it costs is the caller's to spend.
     */
    public static void free(Cpu cpu, Mm mm, long va, int level, long address) {
        Machine machine = cpu.machine();
        long bytes = machine.format().tableBytes(level);
        cpu.record(TABLE_FREED_FIELD_NUMBER, mm.id(), va, level, address);
        long frame = address / machine.profile().basePageBytes();
        if (!machine.tableFrames().holds(frame, bytes)) {
            Folio.drop(cpu, frame, 1);
        }
    }

    /** pte_offset_map_lock's look at the PMD entry: a table found without its lock may have been taken out meanwhile. */
    public static boolean linked(Mm mm, Table table) {
        return mm.pageTable().table(table.va, table.level) == table;
    }

    static int order(Machine machine, long bytes) {
        long pages = Math.max(1, bytes / machine.profile().basePageBytes());
        return Long.numberOfTrailingZeros(pages);
    }
}
