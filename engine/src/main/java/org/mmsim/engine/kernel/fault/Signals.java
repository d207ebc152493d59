package org.mmsim.engine.kernel.fault;

/** Signals that memory accesses raise, with the numbers of x86, arm64 and powerpc. */
public final class Signals {
    /** The object behind the mapping cannot give the page. */
    public static final int SIGBUS = 7;
    /** Killed for want of memory. */
    public static final int SIGKILL = 9;
    /** Nothing is mapped there, or not for this access. */
    public static final int SIGSEGV = 11;

    private Signals() {}
}
