package org.mmsim.engine.machine;

import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;

/** What is true of one CPU. Changed only by {@link Machine#apply}. */
public final class CpuState {
    static final int NONE = -1;

    private final int[] functions = new int[64];
    private int depth;

    int thread = NONE;
    int mm = NONE;
    boolean idle = true;
    long idleSinceNs;
    int irqsOff;
    boolean ipiPending;

    /** Senders of the csds on this CPU's call_single_queue, oldest first, as a ring. */
    private int[] queue = new int[4];

    private int queueHead;
    private int queueLength;
    /** Bit n: the csd that this CPU has for CPU n is locked, which is to say still under way. */
    final long[] csdLocked;

    CpuState(int cpus) {
        csdLocked = new long[cpus + 63 >>> 6];
    }

    /** The running thread, or −1 when idle. */
    public int thread() {
        return thread;
    }

    /** The mm in the MMU: the running thread's, or the last one's while idle (lazy TLB); −1 before the first. */
    public int mm() {
        return mm;
    }

    public boolean idle() {
        return idle;
    }

    public long idleSinceNs() {
        return idleSinceNs;
    }

    public boolean irqsOff() {
        return irqsOff > 0;
    }

    public boolean ipiPending() {
        return ipiPending;
    }

    /** Number of csds on the call_single_queue. */
    public int queueLength() {
        return queueLength;
    }

    /** Sender of the oldest csd on the queue. */
    public int queueFirst() {
        return queue[queueHead];
    }

    /** Whether the csd for {@code target} has not been unlocked yet. */
    public boolean csdLocked(int target) {
        return (csdLocked[target >>> 6] >>> target & 1) != 0;
    }

    /** Number of kernel functions on the stack. */
    public int depth() {
        return depth;
    }

    /** Number of the {@code KernelFunction} at a place of the stack, 0 outermost. */
    public int functionAt(int place) {
        return functions[place];
    }

    void enqueue(int sender) {
        if (queueLength == queue.length) {
            int[] larger = new int[2 * queue.length];
            for (int i = 0; i < queueLength; i++) {
                larger[i] = queue[(queueHead + i) % queue.length];
            }
            queue = larger;
            queueHead = 0;
        }
        queue[(queueHead + queueLength++) % queue.length] = sender;
    }

    void dequeue() {
        queueHead = (queueHead + 1) % queue.length;
        queueLength--;
    }

    /** Sender of the csd at a place of the queue, 0 oldest. */
    public int queued(int place) {
        return queue[(queueHead + place) % queue.length];
    }

    void push(int function) {
        functions[depth++] = function;
    }

    void pop() {
        depth--;
    }

    void save(StateOutput out) {
        out.unsigned(depth);
        for (int place = 0; place < depth; place++) {
            out.unsigned(functions[place]);
        }
        out.signed(thread);
        out.signed(mm);
        out.flag(idle);
        out.unsigned(idleSinceNs);
        out.signed(irqsOff);
        out.flag(ipiPending);
        out.unsigned(queueLength);
        for (int place = 0; place < queueLength; place++) {
            out.unsigned(queued(place));
        }
        out.sparse(csdLocked);
    }

    /**
     * Takes over what {@link #save} wrote.
     *
     * @param threads number of threads of the machine
     * @param cpus number of CPUs of the machine
     */
    void restore(StateInput in, int threads, int cpus) {
        depth = in.upTo(functions.length, "depth of a stack");
        for (int place = 0; place < depth; place++) {
            functions[place] = in.upTo(Integer.MAX_VALUE, "number of a function");
        }
        thread = in.signedInt("running thread");
        if (thread < NONE || thread >= threads) {
            throw in.damaged("there is no thread " + thread);
        }
        mm = in.signedInt("mm of a CPU");
        idle = in.flag();
        idleSinceNs = in.unsigned();
        irqsOff = in.signedInt("depth of interrupts off");
        ipiPending = in.flag();
        for (int left = in.count("csds"); left > 0; left--) {
            enqueue(in.upTo(cpus - 1, "sender of a csd"));
        }
        in.sparse(csdLocked, "locked csds");
    }
}
