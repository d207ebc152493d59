package org.mmsim.engine.cpu;

import static org.mmsim.protocol.Event.STORE_BUFFERED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.STORE_DRAINED_FIELD_NUMBER;

import java.util.ArrayDeque;
import java.util.Deque;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.StoreLocation;

/**
 * Stores of one CPU that the others do not see yet. Only stores whose missing barrier is to be
 * studied go through it; everything else is ordered by the locks and barriers that kernel code has.
 */
public final class StoreBuffer {
    private final Cpu cpu;
    private final Deque<Pending> pending = new ArrayDeque<>(0);

    private record Pending(StoreLocation location, int mm, long va, Runnable effect) {}

    StoreBuffer(Cpu cpu) {
        this.cpu = cpu;
    }

    /** Puts a store in the buffer; {@code effect} makes it visible. */
    public void store(StoreLocation location, int mm, long va, Runnable effect) {
        cpu.record(STORE_BUFFERED_FIELD_NUMBER, location.getNumber(), mm, va);
        pending.add(new Pending(location, mm, va, effect));
        cpu.kernel().ports().drainStores(cpu.index(), cpu.cost(CostId.STORE_DRAIN));
    }

    /** Whether the others see every store. */
    public boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Makes every store visible: time has passed, or an instruction with a barrier is executed. */
    public void drain() {
        while (!pending.isEmpty()) {
            Pending store = pending.removeFirst();
            cpu.record(STORE_DRAINED_FIELD_NUMBER, store.location().getNumber(), store.mm(), store.va());
            store.effect().run();
        }
    }
}
