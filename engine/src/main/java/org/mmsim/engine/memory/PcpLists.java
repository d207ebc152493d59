package org.mmsim.engine.memory;

import org.mmsim.protocol.Migratetype;

/** Which per-CPU list a block belongs on: one for each type of the orders 0 to 3, two for huge pages. */
final class PcpLists {
    /** PAGE_ALLOC_COSTLY_ORDER. */
    static final int COSTLY_ORDER = 3;

    private static final int LOW_ORDER_LISTS = Migratetypes.COUNT * (COSTLY_ORDER + 1);
    /** NR_PCP_LISTS. */
    static final int COUNT = LOW_ORDER_LISTS + 2;

    private PcpLists() {}

    /** order_to_pindex. */
    static int ofOrder(int order, int type) {
        if (order > COSTLY_ORDER) {
            return LOW_ORDER_LISTS + (type == Migratetype.MIGRATE_MOVABLE_VALUE ? 1 : 0);
        }
        return Migratetypes.COUNT * order + type;
    }

    /** pindex_to_order. */
    static int order(int list, int pmdOrder) {
        return list < LOW_ORDER_LISTS ? list / Migratetypes.COUNT : pmdOrder;
    }
}
