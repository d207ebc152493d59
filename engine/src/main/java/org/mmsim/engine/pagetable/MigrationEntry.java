package org.mmsim.engine.pagetable;

/**
 * The entry of a page that is being moved or split (include/linux/swapops.h): not present, but software finds the page
 * in it, and the state of the mapping that it stands for.
 *
 * @param frame the page
 * @param writable whether the mapping was writable
 * @param exclusive whether the page was the process's own
 */
public record MigrationEntry(
        long frame, boolean writable, boolean exclusive, boolean young, boolean dirty, boolean softDirty) {
    /** SWP_MIGRATION_READ, SWP_MIGRATION_READ_EXCLUSIVE, SWP_MIGRATION_WRITE. */
    private static final int READ = 24;

    private static final int READ_EXCLUSIVE = 25;
    private static final int WRITE = 26;

    /** SWP_PFN_BITS with 52 bits of physical address. */
    private static final int FRAME_BITS = 40;

    private static final long YOUNG = 1L << FRAME_BITS;
    private static final long DIRTY = 1L << FRAME_BITS + 1;

    /** What an entry of level 0 is replaced by. */
    public static MigrationEntry of(PageTableFormat format, long entry, boolean exclusive) {
        return new MigrationEntry(
                format.frame(entry),
                format.write(entry),
                exclusive,
                format.young(entry),
                format.dirty(entry),
                format.softDirty(entry));
    }

    /** Whether an entry of level 0 is one. */
    public static boolean is(PageTableFormat format, long entry) {
        if (!format.swapType(entry)) {
            return false;
        }
        int type = format.swapTypeOf(entry);
        return type >= READ && type <= WRITE;
    }

    /** What an entry that {@link #is} one says. */
    public static MigrationEntry read(PageTableFormat format, long entry) {
        int type = format.swapTypeOf(entry);
        long offset = format.swapOffset(entry);
        return new MigrationEntry(
                offset & YOUNG - 1,
                type == WRITE,
                type != READ,
                (offset & YOUNG) != 0,
                (offset & DIRTY) != 0,
                format.swapSoftDirty(entry));
    }

    /** The entry word. */
    public long word(PageTableFormat format) {
        long offset = frame | (young ? YOUNG : 0) | (dirty ? DIRTY : 0);
        long word = format.swapEntry(writable ? WRITE : exclusive ? READ_EXCLUSIVE : READ, offset);
        return softDirty ? format.mkSwapSoftDirty(word) : word;
    }

    /** make_readable_exclusive_migration_entry. */
    public MigrationEntry withoutWrite() {
        return new MigrationEntry(frame, false, exclusive, young, dirty, softDirty);
    }

    /** make_readable_migration_entry. */
    public MigrationEntry shared() {
        return new MigrationEntry(frame, false, false, young, dirty, softDirty);
    }
}
