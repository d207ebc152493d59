package org.mmsim.engine.kernel.fault;

import static org.mmsim.protocol.Event.HUGE_ZERO_ALLOCATED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.HUGE_ZERO_REFS_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.MM_FLAG_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PAGES_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMSTAT_ADDED_FIELD_NUMBER;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.kernel.folio.Gfp;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.MmFlag;
import org.mmsim.protocol.VmstatItem;

/** The huge zero page, which each address space takes one reference on at its first use. */
public final class HugeZero {
    private static final long NONE = -1;

    private HugeZero() {}

    /**
     * mm_get_huge_zero_folio.
     *
     * @return its first frame, or −1 if there is no memory for it
     */
    public static long get(Cpu cpu, Mm mm) {
        Machine machine = cpu.machine();
        if (machine.hugeZeroFrame() == NONE) {
            int order = machine.format().order(1);
            long folio = Folio.allocate(cpu, order, Gfp.HUGE_ZERO);
            if (folio == NONE) {
                return NONE;
            }
            cpu.spend(cpu.cost(CostId.CLEAR_PAGE) << order);
            cpu.record(PAGES_CLEARED_FIELD_NUMBER, folio, 1L << order);
            cpu.record(HUGE_ZERO_ALLOCATED_FIELD_NUMBER, folio);
            cpu.record(VMSTAT_ADDED_FIELD_NUMBER, VmstatItem.thp_zero_page_alloc_VALUE, 1);
            // The shrinker's own reference keeps the page until memory is short.
            cpu.record(HUGE_ZERO_REFS_ADDED_FIELD_NUMBER, 1);
        }
        if (!mm.hasFlag(MmFlag.MMF_HUGE_ZERO_FOLIO)) {
            cpu.record(MM_FLAG_SET_FIELD_NUMBER, mm.id(), MmFlag.MMF_HUGE_ZERO_FOLIO_VALUE);
            cpu.record(HUGE_ZERO_REFS_ADDED_FIELD_NUMBER, 1);
        }
        return machine.hugeZeroFrame();
    }

    /** mm_put_huge_zero_folio, when the address space goes. */
    public static void put(Cpu cpu, Mm mm) {
        if (mm.hasFlag(MmFlag.MMF_HUGE_ZERO_FOLIO)) {
            cpu.record(HUGE_ZERO_REFS_ADDED_FIELD_NUMBER, -1);
        }
    }
}
