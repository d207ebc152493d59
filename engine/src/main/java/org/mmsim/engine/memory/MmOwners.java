package org.mmsim.engine.memory;

import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;

/**
 * The two owner slots of a large folio (folio_add_return_large_mapcount and folio_sub_return_large_mapcount
 * of 6.15): while the shared bit is clear, all mappings belong to one address space.
 */
public final class MmOwners {
    private final int[] mm = new int[2];
    private final int[] mapcount = new int[2];
    private boolean shared;

    /** folio_maybe_mapped_shared for a large folio. */
    public boolean maybeShared() {
        return shared;
    }

    /**
     * @param total mappings before these
     */
    void add(int newMm, int mappings, int total) {
        int slot = mm[0] == newMm ? 0 : mm[1] == newMm ? 1 : -1;
        if (slot >= 0) {
            mapcount[slot] += mappings;
            return;
        }
        slot = mm[0] == 0 ? 0 : mm[1] == 0 ? 1 : -1;
        if (slot < 0) {
            return;
        }
        mm[slot] = newMm;
        mapcount[slot] = mappings;
        if (total > 0) {
            shared = true;
        }
    }

    /**
     * @param total mappings that are left
     */
    void remove(int oldMm, int mappings, int total) {
        int slot = mm[0] == oldMm ? 0 : mm[1] == oldMm ? 1 : -1;
        if (slot >= 0) {
            mapcount[slot] -= mappings;
            if (mapcount[slot] <= 0) {
                mm[slot] = 0;
                mapcount[slot] = 0;
            }
        }
        if (mm[0] != 0 && mapcount[0] == total || mm[1] != 0 && mapcount[1] == total || total == 0) {
            shared = false;
        }
    }

    void save(StateOutput out) {
        for (int slot = 0; slot < mm.length; slot++) {
            out.unsigned(mm[slot]);
            out.signed(mapcount[slot]);
        }
        out.flag(shared);
    }

    void restore(StateInput in) {
        for (int slot = 0; slot < mm.length; slot++) {
            mm[slot] = in.upTo(Integer.MAX_VALUE, "owner of a folio");
            mapcount[slot] = in.signedInt("mappings of an owner");
        }
        shared = in.flag();
    }
}
