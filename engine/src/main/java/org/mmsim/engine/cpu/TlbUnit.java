package org.mmsim.engine.cpu;

import static org.mmsim.protocol.Event.TLB_FILLED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TLB_INVALIDATED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TLB_LEAVES_INVALIDATED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TLB_PROMOTED_FIELD_NUMBER;

import org.mmsim.engine.event.ActorIds;
import org.mmsim.engine.profile.CostId;

/**
 * A CPU's TLB as the rest of the machine reaches it. Its own CPU looks translations up and drops them
 * directly, in the same instant; others send it invalidations, which it works off one after another.
 */
public final class TlbUnit {
    private final Kernel kernel;
    private final int index;
    private long busyUntilNs;

    public TlbUnit(Kernel kernel, int index) {
        this.kernel = kernel;
        this.index = index;
    }

    /**
     * A broadcast invalidation has arrived, of another CPU or the own one. A length of 0 means the whole address space.
     *
     * @param leavesOnly whether pointers to tables may stay
     */
    public void onInvalidate(int initiator, int asid, long va, long length, boolean leavesOnly) {
        long seq = drop(asid, va, length, leavesOnly);
        kernel.clock().follow(seq);
        long now = kernel.clock().nowNs();
        busyUntilNs = Math.max(busyUntilNs, now) + kernel.costs().ns(CostId.TLB_INVALIDATE, index);
        long answerNs = kernel.costs().ns(CostId.TLBI_WIRE, index, initiator);
        kernel.ports().invalidationDone(index, initiator, busyUntilNs - now + answerNs);
    }

    /** The own CPU drops translations at once. */
    public void invalidateLocally(int asid, long va, long length, boolean leavesOnly) {
        drop(asid, va, length, leavesOnly);
    }

    /** The hardware walker has found a leaf. */
    public void fill(int mm, long va, int level, long entry) {
        kernel.recorder()
                .record(
                        TLB_FILLED_FIELD_NUMBER,
                        ActorIds.tlb(index),
                        mm,
                        va & -kernel.machine().format().span(level),
                        level,
                        entry);
    }

    /** A hit in the second level brings the translation into the first. */
    void promote(int asid, long va) {
        kernel.recorder().record(TLB_PROMOTED_FIELD_NUMBER, ActorIds.tlb(index), asid, va, 0, 0);
    }

    private long drop(int asid, long va, long length, boolean leavesOnly) {
        int type = leavesOnly ? TLB_LEAVES_INVALIDATED_FIELD_NUMBER : TLB_INVALIDATED_FIELD_NUMBER;
        int dropped = kernel.machine().tlb(index).count(asid, va, length);
        return kernel.recorder().record(type, ActorIds.tlb(index), asid, va, length, dropped);
    }
}
