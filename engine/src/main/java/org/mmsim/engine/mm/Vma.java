package org.mmsim.engine.mm;

/** A mapped range, [start, end). */
public record Vma(long start, long end, boolean write, boolean huge) {
    private static final int WRITE = 1;
    private static final int HUGE = 2;

    /** As {@code VmaMapped} carries the flags. */
    public int flags() {
        return (write ? WRITE : 0) | (huge ? HUGE : 0);
    }

    /** The inverse of {@link #flags}. */
    public static Vma of(long start, long end, long flags) {
        return new Vma(start, end, (flags & WRITE) != 0, (flags & HUGE) != 0);
    }
}
