package org.mmsim.engine.kernel.folio;

import static org.mmsim.protocol.Migratetype.MIGRATE_MOVABLE;
import static org.mmsim.protocol.Migratetype.MIGRATE_UNMOVABLE;

import org.mmsim.protocol.Migratetype;

/** What an allocation is for, which says where it may come from and what may be done for it. */
public enum Gfp {
    /** GFP_HIGHUSER_MOVABLE: a page of a process. */
    HIGHUSER_MOVABLE(MIGRATE_MOVABLE, true, true),
    /** GFP_KERNEL: memory of a driver. */
    KERNEL(MIGRATE_UNMOVABLE, true, true),
    /** GFP_PGTABLE_USER: a page table. */
    PGTABLE_USER(MIGRATE_UNMOVABLE, true, true),
    /** GFP_TRANSHUGE_LIGHT: a huge page only if there is one at hand. */
    TRANSHUGE_LIGHT(MIGRATE_MOVABLE, false, false),
    /**
     * GFP_TRANSHUGE: a large folio that the fault waits for. Nobody is killed for one: what it lacks is memory in one
     * piece, which compaction would find.
     */
    TRANSHUGE(MIGRATE_MOVABLE, true, false),
    /** GFP_TRANSHUGE without __GFP_MOVABLE: the huge zero page, which stays where it is. */
    HUGE_ZERO(MIGRATE_UNMOVABLE, true, false);

    private final Migratetype migratetype;
    private final boolean directReclaim;
    private final boolean kills;

    Gfp(Migratetype migratetype, boolean directReclaim, boolean kills) {
        this.migratetype = migratetype;
        this.directReclaim = directReclaim;
        this.kills = kills;
    }

    /** gfp_migratetype. */
    public int migratetype() {
        return migratetype.getNumber();
    }

    /** __GFP_DIRECT_RECLAIM: whether the allocation may wait for memory. */
    boolean directReclaim() {
        return directReclaim;
    }

    /** Whether somebody is killed when there is no memory for it. */
    boolean kills() {
        return kills;
    }
}
