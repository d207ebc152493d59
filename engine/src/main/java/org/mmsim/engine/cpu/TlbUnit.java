package org.mmsim.engine.cpu;

import static org.mmsim.protocol.Event.TLB_FILLED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TLB_INVALIDATED_FIELD_NUMBER;

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

    /** A tlbie of another CPU, or of the own one, has arrived. A length of 0 means the whole address space. */
    public void onInvalidate(int initiator, int mm, long va, long length) {
        long seq = drop(mm, va, length);
        kernel.clock().follow(seq);
        long now = kernel.clock().nowNs();
        busyUntilNs = Math.max(busyUntilNs, now) + kernel.costs().ns(CostId.TLB_INVALIDATE, index);
        long answerNs = kernel.costs().ns(CostId.TLBI_WIRE, index, initiator);
        kernel.ports().invalidationDone(index, initiator, busyUntilNs - now + answerNs);
    }

    /** tlbiel: the own CPU drops translations at once. */
    public void invalidateLocally(int mm, long va, long length) {
        drop(mm, va, length);
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

    private long drop(int mm, long va, long length) {
        int dropped = kernel.machine().tlb(index).count(mm, va, length);
        return kernel.recorder().record(TLB_INVALIDATED_FIELD_NUMBER, ActorIds.tlb(index), mm, va, length, dropped);
    }
}
