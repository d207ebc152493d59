package org.mmsim.engine.cpu;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Puts work off until every section with interrupts off that is under way now has ended: the grace
 * period that freed page tables wait for (tlb_remove_table).
 */
public final class Rcu {
    private final Kernel kernel;
    private final Deque<Callback> callbacks = new ArrayDeque<>(0);

    private record Callback(long[] sections, java.util.function.Consumer<Cpu> work) {}

    Rcu(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Does the work now if no CPU has interrupts off, else when the last one that has turns them on. */
    public void call(Cpu cpu, java.util.function.Consumer<Cpu> work) {
        int cpus = kernel.machine().cpuCount();
        long[] sections = new long[cpus + 63 >>> 6];
        boolean any = false;
        for (int i = 0; i < cpus; i++) {
            if (kernel.machine().cpu(i).irqsOff()) {
                sections[i >>> 6] |= 1L << i;
                any = true;
            }
        }
        if (any) {
            callbacks.add(new Callback(sections, work));
        } else {
            work.accept(cpu);
        }
    }

    /** A CPU has turned interrupts on. */
    void quiescent(Cpu cpu) {
        for (Iterator<Callback> it = callbacks.iterator(); it.hasNext(); ) {
            Callback callback = it.next();
            callback.sections()[cpu.index() >>> 6] &= ~(1L << cpu.index());
            if (empty(callback.sections())) {
                it.remove();
                callback.work().accept(cpu);
            }
        }
    }

    private static boolean empty(long[] words) {
        for (long word : words) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }
}
