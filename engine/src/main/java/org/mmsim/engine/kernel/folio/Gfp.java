package org.mmsim.engine.kernel.folio;

import static org.mmsim.protocol.Migratetype.MIGRATE_MOVABLE;
import static org.mmsim.protocol.Migratetype.MIGRATE_UNMOVABLE;

import org.mmsim.protocol.Migratetype;

/** What an allocation is for, which says where it may come from and what may be done for it. */
public enum Gfp {
    /** GFP_HIGHUSER_MOVABLE: a page of a process. */
    HIGHUSER_MOVABLE(MIGRATE_MOVABLE, true),
    /** GFP_PGTABLE_USER: a page table. */
    PGTABLE_USER(MIGRATE_UNMOVABLE, true),
    /** GFP_TRANSHUGE_LIGHT: a huge page only if there is one at hand. */
    TRANSHUGE_LIGHT(MIGRATE_MOVABLE, false),
    /** GFP_TRANSHUGE without __GFP_MOVABLE: the huge zero page, which stays where it is. */
    HUGE_ZERO(MIGRATE_UNMOVABLE, true);

    private final Migratetype migratetype;
    private final boolean directReclaim;

    Gfp(Migratetype migratetype, boolean directReclaim) {
        this.migratetype = migratetype;
        this.directReclaim = directReclaim;
    }

    /** gfp_migratetype. */
    public int migratetype() {
        return migratetype.getNumber();
    }

    /** __GFP_DIRECT_RECLAIM: whether the allocation may wait for memory. */
    boolean directReclaim() {
        return directReclaim;
    }
}
