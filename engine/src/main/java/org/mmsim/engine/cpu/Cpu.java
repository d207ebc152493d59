package org.mmsim.engine.cpu;

import static org.mmsim.protocol.Event.*;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cost.CostModel;
import org.mmsim.engine.event.ActorIds;
import org.mmsim.engine.event.Clock;
import org.mmsim.engine.event.Recorder;
import org.mmsim.engine.machine.CpuState;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.IdleState;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.LockKind;

/**
 * Runs kernel paths on one CPU: takes their steps one after another, lets time pass between them,
 * serves interrupts, and switches threads. The {@code on…} methods are what can happen to a CPU from
 * outside; each is called at the virtual instant at which it happens.
 */
public final class Cpu {

    /** {@link #acknowledgedNs} while a csd is under way. */
    public static final long NOT_ACKNOWLEDGED = -1;

    private static final long NO_RESUME = -1;

    private final Kernel kernel;
    private final int index;
    private final int actor;
    private final CpuState state;
    private final Recorder recorder;
    private final Clock clock;
    private final CostModel costs;
    private final Ports ports;
    private final InterruptFrame interruptFrame;
    private final IdleState[] idleStates;
    private final StoreBuffer storeBuffer;
    private final Mmu mmu;
    private final KernelStack interruptStack = new KernelStack();
    private final Deque<Task> runQueue = new ArrayDeque<>();

    private @Nullable Task current;
    /** Time that steps have taken and that has not passed yet. */
    private long spentNs;
    /** Whether the innermost step waits for something that a message will bring. */
    private boolean spinning;
    /** Whether handlers have run since the thread, or the idle loop, last did something. */
    private boolean interrupted;
    /** A spin lock that was waited for has become this CPU's. */
    private boolean granted;

    private long resumeHandle = NO_RESUME;
    private long resumeDueNs;
    private @Nullable CallData call;
    /** When this CPU saw each target's csd unlocked; made when it first calls others. */
    private long[] acknowledgedNs = new long[0];
    /** The event of the last interrupt that has to wait. */
    private long pendingIpi;
    /** TLBs that have not answered this CPU's broadcasts yet. */
    private int invalidationsOutstanding;

    Cpu(Kernel kernel, int index, InterruptFrame interruptFrame) {
        this.kernel = kernel;
        this.index = index;
        this.actor = ActorIds.cpu(index);
        this.state = kernel.machine().cpu(index);
        this.recorder = kernel.recorder();
        this.clock = kernel.clock();
        this.costs = kernel.costs();
        this.ports = kernel.ports();
        this.interruptFrame = interruptFrame;
        this.idleStates = kernel.machine().profile().idleStates().toArray(new IdleState[0]);
        this.storeBuffer = new StoreBuffer(this);
        this.mmu = new Mmu(this);
    }

    // What happens to a CPU.

    /** An IPI has arrived. */
    public void onIpi(int sender) {
        boolean masked = state.irqsOff() || !interruptStack.isEmpty();
        int idleState = state.idle() && !masked ? idleState() : -1;
        follow(record(IPI_RECEIVED_FIELD_NUMBER, sender, idleState + 1, masked ? 1 : 0));
        if (masked) {
            pendingIpi = clock.cause();
        } else {
            interrupt(idleState < 0 ? 0 : idleStates[idleState].exitLatencyNs());
            run();
        }
    }

    /** A target has unlocked this CPU's csd. */
    public void onCsdUnlocked(int target) {
        follow(record(IPI_ACKNOWLEDGED_FIELD_NUMBER, target));
        acknowledgedNs[target] = clock.nowNs();
        runIfSpinning();
    }

    /** The time of the current step is over. */
    public void onResume() {
        resumeHandle = NO_RESUME;
        run();
    }

    /** A TLB has completed this CPU's broadcast invalidation. */
    public void onInvalidationDone(int tlb) {
        follow(record(TLBI_ACKNOWLEDGED_FIELD_NUMBER, tlb));
        invalidationsOutstanding--;
        runIfSpinning();
    }

    /** A spin lock that this CPU waits for is now its own. */
    public void onLockGranted() {
        granted = true;
        runIfSpinning();
    }

    /** The oldest stores have left the store buffer. */
    public void onStoreDrain() {
        storeBuffer.drain();
    }

    /** A thread of this CPU has become runnable or has its next operation. */
    public void onWake(int thread) {
        Task task = kernel.task(thread);
        if (task.state == Task.State.BLOCKED) {
            follow(record(THREAD_WOKEN_FIELD_NUMBER, thread));
            task.state = Task.State.RUNNABLE;
            task.cause = clock.cause();
            runQueue.add(task);
            if (current == null && interruptStack.isEmpty()) {
                run();
            }
        } else if (task == current && task.stack.isEmpty()) {
            task.cause = clock.cause();
            if (interruptStack.isEmpty()) {
                run();
            }
        } else {
            throw new IllegalStateException("thread " + thread + " is woken but waits for nothing");
        }
    }

    // What kernel paths use.

    public int index() {
        return index;
    }

    public Kernel kernel() {
        return kernel;
    }

    /** Whether a test has planted the mistake. */
    public boolean planted(Bug bug) {
        return kernel.policies().planted() == bug;
    }

    public Machine machine() {
        return kernel.machine();
    }

    public CpuState state() {
        return state;
    }

    /** This CPU's own TLB. */
    public TlbUnit tlb() {
        return kernel.tlb(index);
    }

    public Mmu mmu() {
        return mmu;
    }

    /** Tag of this CPU's translations in its TLB. */
    public int asid() {
        return state.asid();
    }

    public StoreBuffer storeBuffer() {
        return storeBuffer;
    }

    /** The thread that this CPU runs. Kernel paths outside interrupts always have one. */
    public Task current() {
        return Objects.requireNonNull(current, "no thread runs");
    }

    /** The running thread's mm. */
    public Mm mm() {
        return machine().mm(current().process());
    }

    public long nowNs() {
        return clock.nowNs();
    }

    /** Records a fact about this CPU. */
    public long record(int type, long a, long b, long c, long d) {
        return recorder.record(type, actor, a, b, c, d);
    }

    public long record(int type, long a, long b, long c) {
        return recorder.record(type, actor, a, b, c, 0);
    }

    public long record(int type, long a, long b) {
        return recorder.record(type, actor, a, b, 0, 0);
    }

    public long record(int type, long a) {
        return recorder.record(type, actor, a, 0, 0, 0);
    }

    /** What happens next follows from the event. */
    public void follow(long event) {
        clock.follow(event);
    }

    /** The step at hand takes this long. */
    public void spend(long ns) {
        spentNs += ns;
    }

    /** The step at hand takes the cost, once. */
    public void spend(CostId id) {
        spentNs += costs.ns(id, index);
    }

    /** hwsync: what this CPU has stored is visible before it loads anything else. */
    public void fullBarrier() {
        storeBuffer.drain();
        spend(CostId.FULL_BARRIER);
    }

    public long cost(CostId id) {
        return costs.ns(id, index);
    }

    public long cost(CostId id, int other) {
        return costs.ns(id, index, other);
    }

    /** Time that the step at hand has taken so far. */
    public long spentNs() {
        return spentNs;
    }

    /** The thread sleeps until it is woken. */
    public void block() {
        current().state = Task.State.BLOCKED;
    }

    /** Takes a lock if nobody has to be waited for; a held one is released as any other. */
    public boolean tryLock(LockKind kind, long id) {
        return kernel.locks().tryAcquire(this, kind, id);
    }

    /** mmap_write_downgrade. */
    public void downgradeMmapLock(long mm) {
        kernel.locks().downgrade(this, mm);
    }

    /** The thread is done for good. */
    public void exit() {
        current().state = Task.State.EXITED;
    }

    /** What this CPU's csds carry at present. */
    public CallData call() {
        return Objects.requireNonNull(call, "no call is under way");
    }

    public void beginCall(CallData data) {
        call = data;
    }

    public void endCall() {
        call = null;
    }

    /** When this CPU saw the target's csd unlocked, or {@link #NOT_ACKNOWLEDGED}. */
    public long acknowledgedNs(int target) {
        return acknowledgedNs[target];
    }

    /** The target has yet to unlock this CPU's csd. */
    public void expectAcknowledgement(int target) {
        if (acknowledgedNs.length == 0) {
            acknowledgedNs = new long[machine().cpuCount()];
        }
        acknowledgedNs[target] = NOT_ACKNOWLEDGED;
    }

    public int invalidationsOutstanding() {
        return invalidationsOutstanding;
    }

    public void expectInvalidations(int tlbs) {
        invalidationsOutstanding += tlbs;
    }

    Locks locks() {
        return kernel.locks();
    }

    void spin() {
        spinning = true;
    }

    boolean takeGrant(boolean sleeping) {
        if (sleeping) {
            Task task = current();
            boolean was = task.granted;
            task.granted = false;
            return was;
        }
        boolean was = granted;
        granted = false;
        return was;
    }

    void functionEntered(KernelFunction function) {
        follow(record(FUNCTION_ENTERED_FIELD_NUMBER, function.getNumber()));
    }

    void functionReturned(KernelFunction function) {
        follow(record(FUNCTION_RETURNED_FIELD_NUMBER, function.getNumber()));
    }

    void disableInterrupts() {
        follow(record(INTERRUPTS_DISABLED_FIELD_NUMBER, 0));
    }

    void enableInterrupts() {
        follow(record(INTERRUPTS_ENABLED_FIELD_NUMBER, 0));
        kernel.rcu().quiescent(this);
    }

    // How steps follow each other.

    private void runIfSpinning() {
        if (spinning && interruptStack.isEmpty()) {
            run();
        }
    }

    /** Takes steps until one has to wait for time to pass, for a message, or for something to do. */
    private void run() {
        spinning = false;
        while (nextStack()) {
            KernelStack stack = interruptStack.isEmpty() ? current().stack : interruptStack;
            if (spentNs > 0 && othersMayRun(stack)) {
                if (!passTime()) {
                    return;
                }
                continue;
            }
            if (stack.isEmpty()) {
                if (!betweenOperations()) {
                    return;
                }
                continue;
            }
            stack.step(this);
            if (spinning) {
                current().cause = clock.cause();
                return;
            }
        }
    }

    /** Finds something to run: an interrupt, the current thread, or the next one. */
    private boolean nextStack() {
        if (!interruptStack.isEmpty()) {
            return true;
        }
        if (state.ipiPending() && !state.irqsOff() && spentNs == 0) {
            if (current != null && !interrupted) {
                current.cause = clock.cause();
            }
            // Whoever had interrupts off only delayed it: what follows is the sender's doing.
            follow(pendingIpi);
            follow(record(IPI_TAKEN_FIELD_NUMBER, 0));
            handleInterrupt(0);
            return true;
        }
        if (interrupted) {
            resumeInterrupted();
        }
        if (current != null && current.state != Task.State.RUNNABLE && spentNs == 0) {
            current.cause = clock.cause();
            current = null;
        }
        if (current != null) {
            return true;
        }
        if (runQueue.isEmpty()) {
            if (!state.idle()) {
                record(IDLE_ENTERED_FIELD_NUMBER, 0);
            }
            return false;
        }
        dispatch(runQueue.removeFirst());
        return true;
    }

    private void handleInterrupt(long wakeNs) {
        interrupted = true;
        interruptFrame.prepare(wakeNs);
        interruptStack.push(this, interruptFrame);
    }

    /** The last handler has ended: the thread goes on where it was, with what is left of its step. */
    private void resumeInterrupted() {
        interrupted = false;
        if (current != null) {
            spentNs += current.remainingNs;
            current.remainingNs = 0;
            clock.follow(current.cause);
        }
    }

    private boolean othersMayRun(KernelStack stack) {
        return kernel.fine()
                || current == null
                || current.spinLocks == 0
                || !interruptStack.isEmpty()
                || stack.isEmpty()
                || stack.atBoundary();
    }

    /** Lets the spent time pass; false if a message will bring this CPU back. */
    private boolean passTime() {
        long due = clock.nowNs() + spentNs;
        if (ports.advanceTo(due)) {
            spentNs = 0;
            return true;
        }
        resumeHandle = ports.resume(index, spentNs);
        resumeDueNs = due;
        if (current != null && interruptStack.isEmpty()) {
            current.cause = clock.cause();
        }
        spentNs = 0;
        return false;
    }

    /** The thread has no kernel path: it begins its next operation, or reports that it is done with the last. */
    private boolean betweenOperations() {
        Task task = current();
        Frame operation = task.takeOperation();
        if (operation != null) {
            task.inOperation = true;
            task.stack.push(this, operation);
            return true;
        }
        if (task.inOperation) {
            task.inOperation = false;
            ports.operationDone(task.process(), task.thread(), task.error());
        }
        task.cause = clock.cause();
        return false;
    }

    private void interrupt(long wakeNs) {
        if (resumeHandle != NO_RESUME) {
            ports.cancel(resumeHandle);
            resumeHandle = NO_RESUME;
            current().remainingNs = resumeDueNs - clock.nowNs();
        }
        handleInterrupt(wakeNs);
    }

    private void dispatch(Task next) {
        clock.follow(next.cause);
        if (state.idle()) {
            int idleState = idleState();
            follow(record(IDLE_LEFT_FIELD_NUMBER, idleState));
            spend(idleStates[idleState].exitLatencyNs());
        }
        current = next;
        if (state.thread() != next.thread()) {
            spend(CostId.CONTEXT_SWITCH);
            next.stack.push(this, kernel.entries().contextSwitch(this, next));
        }
    }

    /** Number of the idle state that this CPU has reached. */
    private int idleState() {
        long idleNs = clock.nowNs() - state.idleSinceNs();
        int deepest = 0;
        for (int i = 1; i < idleStates.length; i++) {
            if (idleStates[i].afterNs() <= idleNs) {
                deepest = i;
            }
        }
        return deepest;
    }
}
