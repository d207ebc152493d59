package org.mmsim.engine.memory;

import static org.mmsim.protocol.Migratetype.MIGRATE_MOVABLE_VALUE;
import static org.mmsim.protocol.Migratetype.MIGRATE_RECLAIMABLE_VALUE;
import static org.mmsim.protocol.Migratetype.MIGRATE_UNMOVABLE_VALUE;

/** The migratetypes that have per-CPU lists, by number. */
final class Migratetypes {
    /** MIGRATE_PCPTYPES. */
    static final int COUNT = 3;

    private Migratetypes() {}

    /** Where an allocation of {@code type} looks when its own lists are empty, first or second choice. */
    static int fallback(int type, int choice) {
        return switch (type) {
            case MIGRATE_UNMOVABLE_VALUE -> choice == 0 ? MIGRATE_RECLAIMABLE_VALUE : MIGRATE_MOVABLE_VALUE;
            case MIGRATE_MOVABLE_VALUE -> choice == 0 ? MIGRATE_RECLAIMABLE_VALUE : MIGRATE_UNMOVABLE_VALUE;
            case MIGRATE_RECLAIMABLE_VALUE -> choice == 0 ? MIGRATE_UNMOVABLE_VALUE : MIGRATE_MOVABLE_VALUE;
            default -> throw new IllegalArgumentException("no migratetype: " + type);
        };
    }
}
