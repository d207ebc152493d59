package org.mmsim.scenarios.strace;

import java.util.Locale;

/** The operations of the scenario format that an import writes. */
enum ScenarioOp {
    MAP,
    UNMAP,
    PROTECT,
    MADVISE,
    REMAP,
    LOCK,
    UNLOCK,
    BRK,
    FORK,
    EXIT;

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
