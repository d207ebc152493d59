package org.mmsim.engine.pagetable;

/** Puts the bits of an entry into words. */
final class EntryFlags {
    private final long entry;
    private final StringBuilder text = new StringBuilder();

    private EntryFlags(long entry) {
        this.entry = entry;
    }

    static EntryFlags of(long entry) {
        return new EntryFlags(entry);
    }

    EntryFlags flag(long bit, String set) {
        return flag(bit, set, "");
    }

    EntryFlags flag(long bit, String set, String clear) {
        text.append((entry & bit) != 0 ? set : clear);
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
