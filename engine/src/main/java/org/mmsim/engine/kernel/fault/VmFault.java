package org.mmsim.engine.kernel.fault;

import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;

/** A fault being handled (struct vm_fault): where, what for, and how far it has come. */
public final class VmFault {
    public final Mm mm;
    public final Vma vma;
    public final long va;
    /** FAULT_FLAG_WRITE. */
    public final boolean write;
    /** FAULT_FLAG_UNSHARE: a read-only pin needs the page for itself. */
    public final boolean unshare;

    /** An errno or signal ends the access, or nothing is left to do; the access is tried again by whoever faulted. */
    private boolean done;

    private int signal;

    public VmFault(Mm mm, Vma vma, long va, boolean write, boolean unshare) {
        this.mm = mm;
        this.vma = vma;
        this.va = va;
        this.write = write;
        this.unshare = unshare;
    }

    boolean wantsOwnCopy() {
        return write || unshare;
    }

    boolean done() {
        return done;
    }

    void finish() {
        done = true;
    }

    /** The signal that the access raises, 0 for none. */
    public int signal() {
        return signal;
    }

    public void raise(int newSignal) {
        signal = newSignal;
        done = true;
    }

    /** First address of the page, or huge page, of a level that holds the address. */
    public long start(int level) {
        return va & -mm.pageTable().format().span(level);
    }
}
