package org.mmsim.engine.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;
import org.mmsim.protocol.FolioBatch;
import org.mmsim.protocol.MlockWork;

/** What is true of one CPU. Changed only by {@link Machine#apply}. */
public final class CpuState {
    static final int NONE = -1;

    private static final int DEEPEST_STACK = 64;
    /** Number of batches: FolioBatch without UNRECOGNIZED. */
    public static final int BATCHES = FolioBatch.values().length - 1;

    private final int[] functions = new int[DEEPEST_STACK];
    private int depth;
    private int stackOwner = NONE;
    /** Functions of threads that sleep inside the kernel while another runs, by thread. */
    private final Map<Integer, int[]> parked = new TreeMap<>();

    int thread = NONE;
    int mm = NONE;
    /** Until the kernels allot tags, the number of the mm. */
    int asid;

    boolean idle = true;
    long idleSinceNs;
    int irqsOff;
    private final CpuTlbState tlbState = new CpuTlbState();
    boolean ipiPending;

    /** Senders of the csds on this CPU's call_single_queue, oldest first, as a ring. */
    private int[] queue = new int[4];

    private int queueHead;
    private int queueLength;
    /** Bit n: the csd that this CPU has for CPU n is locked, which is to say still under way. */
    final long[] csdLocked;

    /** Folios in the CPU's folio batches, by {@code FolioBatch}, oldest first. */
    private final List<List<Long>> batches = new ArrayList<>();
    /** What each folio of the mlock batch is there for, by {@code MlockWork}. */
    private final List<Integer> mlockWork = new ArrayList<>(0);

    CpuState(int cpus) {
        for (int batch = 0; batch < BATCHES; batch++) {
            batches.add(new ArrayList<>(0));
        }
        csdLocked = new long[cpus + 63 >>> 6];
    }

    /** Folios in one of the CPU's batches, oldest first. */
    public List<Long> batch(int kind) {
        return batches.get(kind);
    }

    /** What each folio of the mlock batch is there for, as a number of {@code MlockWork}. */
    public List<Integer> mlockWork() {
        return mlockWork;
    }

    /** PCID of one of an x86 CPU's ASIDs (kern_pcid). */
    public static int pcid(int tlbAsid) {
        return tlbAsid + 1;
    }

    /** An x86 CPU's CR3 points to an mm, in one of its ASIDs. */
    void load(int newMm, int tlbAsid, long tlbGen) {
        tlbState.load(newMm, tlbAsid, tlbGen);
        asid = pcid(tlbAsid);
    }

    /** The running thread, or −1 when idle. */
    public int thread() {
        return thread;
    }

    /** The mm in the MMU: the running thread's, or the last one's while idle (lazy TLB); −1 before the first. */
    public int mm() {
        return mm;
    }

    /** Tag of the TLB entries that the CPU uses and fills: PCID, ASID or PID. */
    public int asid() {
        return asid;
    }

    public boolean idle() {
        return idle;
    }

    public long idleSinceNs() {
        return idleSinceNs;
    }

    /** What an x86 CPU knows of its own TLB. */
    public CpuTlbState tlbState() {
        return tlbState;
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

    /** The thread whose functions are on the stack: the running one, or while idle the last one; −1 before the first. */
    public int stackOwner() {
        return stackOwner;
    }

    /** Functions that a thread sleeps in while another runs, outermost first; empty if it sleeps in none. */
    public int[] parkedFunctions(int sleeper) {
        return parked.getOrDefault(sleeper, new int[0]).clone();
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

    /** A switch ends: its function, the innermost one, goes on on the stack of the thread that comes in. */
    void switchTo(int newThread, int newMm, boolean ownAsid) {
        if (newThread != stackOwner) {
            int switching = functions[--depth];
            if (depth > 0) {
                parked.put(stackOwner, Arrays.copyOf(functions, depth));
            }
            int[] own = parked.remove(newThread);
            depth = own == null ? 0 : own.length;
            if (own != null) {
                System.arraycopy(own, 0, functions, 0, depth);
            }
            functions[depth++] = switching;
            stackOwner = newThread;
        }
        thread = newThread;
        mm = newMm;
        if (ownAsid) {
            asid = newMm;
        }
    }

    void push(int function) {
        functions[depth++] = function;
    }

    void pop() {
        depth--;
    }

    void save(StateOutput out) {
        save(out, functions, depth);
        out.signed(stackOwner);
        out.unsigned(parked.size());
        parked.forEach((sleeper, stack) -> {
            out.signed(sleeper);
            save(out, stack, stack.length);
        });
        out.signed(thread);
        out.signed(mm);
        out.unsigned(asid);
        out.flag(idle);
        out.unsigned(idleSinceNs);
        out.signed(irqsOff);
        out.flag(ipiPending);
        out.unsigned(queueLength);
        for (int place = 0; place < queueLength; place++) {
            out.unsigned(queued(place));
        }
        out.sparse(csdLocked);
        for (List<Long> batch : batches) {
            out.unsigned(batch.size());
            batch.forEach(out::unsigned);
        }
        mlockWork.forEach(out::unsigned);
        tlbState.save(out);
    }

    /**
     * Takes over what {@link #save} wrote.
     *
     * @param threads number of threads of the machine
     * @param cpus number of CPUs of the machine
     */
    void restore(StateInput in, int threads, int cpus) {
        depth = restoreStack(in, functions);
        stackOwner = thread(in, threads);
        for (int left = in.count("sleeping threads"); left > 0; left--) {
            int sleeper = thread(in, threads);
            int[] stack = new int[DEEPEST_STACK];
            int stackDepth = restoreStack(in, stack);
            parked.put(sleeper, Arrays.copyOf(stack, stackDepth));
        }
        thread = thread(in, threads);
        mm = in.signedInt("mm of a CPU");
        asid = in.upTo(Integer.MAX_VALUE, "tag of a CPU's address space");
        idle = in.flag();
        idleSinceNs = in.unsigned();
        irqsOff = in.signedInt("depth of interrupts off");
        ipiPending = in.flag();
        for (int left = in.count("csds"); left > 0; left--) {
            enqueue(in.upTo(cpus - 1, "sender of a csd"));
        }
        in.sparse(csdLocked, "locked csds");
        for (List<Long> batch : batches) {
            for (int left = in.count("folios of a batch"); left > 0; left--) {
                batch.add(in.unsigned());
            }
        }
        for (int left = batches.get(FolioBatch.BATCH_MLOCK_VALUE).size(); left > 0; left--) {
            mlockWork.add(in.upTo(MlockWork.WORK_MLOCK_NEW_VALUE, "work of an mlock batch"));
        }
        tlbState.restore(in);
    }

    private static void save(StateOutput out, int[] stack, int depth) {
        out.unsigned(depth);
        for (int place = 0; place < depth; place++) {
            out.unsigned(stack[place]);
        }
    }

    private static int restoreStack(StateInput in, int[] stack) {
        int depth = in.upTo(stack.length, "depth of a stack");
        for (int place = 0; place < depth; place++) {
            stack[place] = in.upTo(Integer.MAX_VALUE, "number of a function");
        }
        return depth;
    }

    private static int thread(StateInput in, int threads) {
        int thread = in.signedInt("number of a thread");
        if (thread < NONE || thread >= threads) {
            throw in.damaged("there is no thread " + thread);
        }
        return thread;
    }
}
