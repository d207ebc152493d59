package org.mmsim.engine.kernel.gup;

/** What a look-up of user pages is for (FOLL_… of include/linux/mm_types.h, with their values). */
public final class Foll {
    public static final int WRITE = 1;
    /** Takes a reference on every page. */
    public static final int GET = 1 << 1;
    /** Reads what the VMA does not let be read but could. */
    static final int FORCE = 1 << 3;
    /** Marks pages accessed, and dirty if they are to be written. */
    static final int TOUCH = 1 << 16;
    /** Takes a pin on every page, which says that its content is going to be accessed. */
    public static final int PIN = 1 << 19;
    /** Errors are those of MADV_POPULATE_READ and MADV_POPULATE_WRITE. */
    static final int MADV_POPULATE = 1 << 22;

    private Foll() {}
}
