package org.mmsim.scenarios.state;

import java.util.List;
import java.util.Locale;
import org.mmsim.engine.memory.Zone;
import org.mmsim.protocol.Migratetype;

/** Zones and migratetypes as /proc names them. */
final class ZoneNames {
    private static final int PREFIX = "MIGRATE_".length();

    private ZoneNames() {}

    static String of(Zone zone) {
        return switch (zone.type()) {
            case ZONE_DMA -> "DMA";
            case ZONE_DMA32 -> "DMA32";
            case ZONE_NORMAL -> "Normal";
            case UNRECOGNIZED -> throw new IllegalArgumentException("no zone: " + zone.type());
        };
    }

    /** The migratetypes that a pageblock can have. */
    static List<Migratetype> migratetypes() {
        return List.of(Migratetype.MIGRATE_UNMOVABLE, Migratetype.MIGRATE_MOVABLE, Migratetype.MIGRATE_RECLAIMABLE);
    }

    static String of(Migratetype type) {
        String name = type.name();
        return name.charAt(PREFIX) + name.substring(PREFIX + 1).toLowerCase(Locale.ROOT);
    }
}
