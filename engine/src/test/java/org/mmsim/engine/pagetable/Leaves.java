package org.mmsim.engine.pagetable;

import org.mmsim.engine.mm.VmFlags;

/** Leaves as faults install them. */
public final class Leaves {
    private Leaves() {}

    /** A dirty leaf of private memory; only its write permission depends on {@code writable}. */
    public static long of(PageTableFormat format, int level, long frame, boolean writable) {
        long entry = format.mkdirty(format.leaf(level, frame, format.protection(VmFlags.VM_READ | VmFlags.VM_WRITE)));
        return writable ? format.mkwrite(entry) : entry;
    }
}
