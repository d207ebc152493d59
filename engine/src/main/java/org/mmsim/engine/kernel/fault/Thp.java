package org.mmsim.engine.kernel.fault;

import static org.mmsim.engine.mm.VmFlags.VM_HUGEPAGE;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.kernel.folio.Gfp;
import org.mmsim.engine.machine.ThpControls;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.protocol.ThpControl;

/** Which folio sizes an anonymous fault may use. */
final class Thp {
    private Thp() {}

    /** Whether a fault may map the whole of its PMD (thp_vma_allowable_order, thp_vma_suitable_order). */
    static boolean pmdAllowed(Cpu cpu, VmFault fault) {
        int order = fault.mm.pageTable().format().order(1);
        return fault.vma.file() == 0
                && (cpu.machine().thp().allowable(fault.vma.flags()) >>> order & 1) != 0
                && suitable(fault, order);
    }

    /** Orders below the PMD's that a write fault may try, a bit for each (alloc_anon_folio). */
    static int allowable(Cpu cpu, VmFault fault) {
        int pmdOrder = fault.mm.pageTable().format().order(1);
        int orders = cpu.machine().thp().allowable(fault.vma.flags()) & (1 << pmdOrder) - 1 & ~1;
        for (int order = 1; order < pmdOrder; order++) {
            if (!suitable(fault, order)) {
                orders &= ~(1 << order);
            }
        }
        return orders;
    }

    /**
     * vma_thp_gfp_mask: what a fault does for a folio larger than a page, as {@code defrag} says. That kswapd is woken
     * makes no difference here.
     */
    static Gfp gfp(Cpu cpu, Vma vma) {
        boolean advised = vma.has(VM_HUGEPAGE);
        String defrag = ThpControls.DEFRAG.get(cpu.machine().thp().global(ThpControl.THP_DEFRAG));
        boolean waits = switch (defrag) {
            case "always" -> true;
            case "defer+madvise", "madvise" -> advised;
            default -> false;
        };
        return waits ? Gfp.TRANSHUGE : Gfp.TRANSHUGE_LIGHT;
    }

    /** Whether the aligned range of an order around the address lies inside the VMA. */
    private static boolean suitable(VmFault fault, int order) {
        PageTableFormat format = fault.mm.pageTable().format();
        long bytes = format.span(0) << order;
        long start = fault.va & -bytes;
        Vma vma = fault.vma;
        return vma.contains(start, start + bytes);
    }
}
