package org.mmsim.engine.machine;

import java.util.List;
import org.mmsim.engine.mm.VmFlags;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;
import org.mmsim.protocol.ThpControl;

/** The files of /sys/kernel/mm/transparent_hugepage: which folio sizes anonymous memory may get. */
public final class ThpControls {
    /** Values of the files, as {@code ThpControlChanged.value} has them. */
    public static final int NEVER = 0;

    public static final int MADVISE = 1;
    public static final int ALWAYS = 2;
    /** Of a per-size control: as the global one says. */
    public static final int INHERIT = 3;

    /** Values of {@code defrag}, by number. */
    public static final List<String> DEFRAG = List.of("always", "defer", "defer+madvise", "madvise", "never");

    private static final int ORDERS = 32;

    private final int[] size = new int[ORDERS];
    private final int[] global = new int[ThpControl.values().length - 1];

    /** As a kernel with CONFIG_TRANSPARENT_HUGEPAGE_ALWAYS boots: the PMD's size always, no other. */
    ThpControls(int pmdOrder) {
        size[pmdOrder] = INHERIT;
        global[ThpControl.THP_GLOBAL_ENABLED_VALUE] = ALWAYS;
        global[ThpControl.THP_DEFRAG_VALUE] = DEFRAG.indexOf("madvise");
        global[ThpControl.THP_USE_ZERO_PAGE_VALUE] = 1;
        global[ThpControl.THP_MAX_PTES_NONE_VALUE] = (1 << pmdOrder) - 1;
    }

    /** hugepages-SIZEkB/enabled of an order. */
    public int size(int order) {
        return size[order];
    }

    /** A file that is not of one size. */
    public int global(ThpControl control) {
        return global[control.getNumber()];
    }

    /** The value of any file; the order only matters to those of one size. */
    public int get(ThpControl control, int order) {
        return control == ThpControl.THP_SIZE_ENABLED ? size(order) : global(control);
    }

    void set(int control, int order, int value) {
        if (control == ThpControl.THP_SIZE_ENABLED_VALUE) {
            size[order] = value;
        } else {
            global[control] = value;
        }
    }

    /**
     * thp_vma_allowable_orders for a fault in anonymous memory, without what the range itself allows.
     *
     * @return a bit for every order
     */
    public int allowable(long vmFlags) {
        boolean advised = (vmFlags & VmFlags.VM_HUGEPAGE) != 0;
        if ((vmFlags & VmFlags.VM_NOHUGEPAGE) != 0) {
            return 0;
        }
        int orders = 0;
        for (int order = 0; order < ORDERS; order++) {
            int value = size[order] == INHERIT ? global[ThpControl.THP_GLOBAL_ENABLED_VALUE] : size[order];
            if (value == ALWAYS || value == MADVISE && advised) {
                orders |= 1 << order;
            }
        }
        return orders;
    }

    void save(StateOutput out) {
        for (int value : size) {
            out.unsigned(value);
        }
        for (int value : global) {
            out.unsigned(value);
        }
    }

    void restore(StateInput in) {
        for (int order = 0; order < ORDERS; order++) {
            size[order] = in.upTo(INHERIT, "control of a folio size");
        }
        for (int control = 0; control < global.length; control++) {
            global[control] = in.upTo(Integer.MAX_VALUE, "control of huge pages");
        }
    }
}
