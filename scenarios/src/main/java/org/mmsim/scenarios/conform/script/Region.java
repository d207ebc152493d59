package org.mmsim.scenarios.conform.script;

/**
 * A named place in the address space of every process.
 *
 * @param va address of its first page
 * @param pages as many as the largest {@code map} or {@code slot} of that name reaches
 */
public record Region(String name, long va, long pages) {
    /** Where the first region begins when it is not skewed. */
    public static final long FIRST_VA = 0x10_0000_0000L;
    /** From one region to the next. */
    public static final long DISTANCE_BYTES = 1L << 30;
    /** Pages between two regions. */
    public static final long PAGES_MAX = DISTANCE_BYTES / Script.PAGE_BYTES;

    /** Address of a page. */
    public long va(long page) {
        return va + page * Script.PAGE_BYTES;
    }
}
