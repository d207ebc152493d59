package org.mmsim.engine.process;

import static org.mmsim.engine.mm.VmFlags.VM_DONTCOPY;
import static org.mmsim.engine.mm.VmFlags.VM_HUGEPAGE;
import static org.mmsim.engine.mm.VmFlags.VM_NOHUGEPAGE;
import static org.mmsim.engine.mm.VmFlags.VM_WIPEONFORK;
import static org.mmsim.protocol.Event.OPERATION_FINISHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.OPERATION_STARTED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PROCESS_CREATED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.THREAD_STARTED_FIELD_NUMBER;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Kernel;
import org.mmsim.engine.cpu.Task;
import org.mmsim.engine.event.ActorIds;
import org.mmsim.engine.event.Clock;
import org.mmsim.engine.event.Recorder;
import org.mmsim.engine.kernel.Housekeeping;
import org.mmsim.engine.kernel.device.Revoke;
import org.mmsim.engine.kernel.fault.Touch;
import org.mmsim.engine.kernel.folio.Shmem;
import org.mmsim.engine.kernel.fork.Fork;
import org.mmsim.engine.kernel.gup.MadvisePopulate;
import org.mmsim.engine.kernel.mremap.Mremap;
import org.mmsim.engine.kernel.protect.DoMlock;
import org.mmsim.engine.kernel.protect.Mprotect;
import org.mmsim.engine.kernel.split.DeferredSplitScan;
import org.mmsim.engine.kernel.table.RootTable;
import org.mmsim.engine.kernel.unmap.MadviseDontneed;
import org.mmsim.engine.kernel.unmap.Munmap;
import org.mmsim.engine.kernel.vma.DoMincore;
import org.mmsim.engine.kernel.vma.MadviseBehavior;
import org.mmsim.engine.kernel.vma.Mmap;
import org.mmsim.engine.kernel.walk.FindCurrentMmPte;
import org.mmsim.engine.kernel.walk.GupFast;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.workload.Op;
import org.mmsim.engine.workload.Workload.ProcessSpec;
import org.mmsim.protocol.Operation;

/**
 * A process of the workload: hands each of its threads one operation after another. The {@code on…}
 * methods are called at the virtual instant at which they happen.
 */
public final class UserProcess {
    /** Purpose of the draws that pick a random address; costs use their own numbers from 0 on. */
    private static final int WALK_ADDRESS = 1000;
    /** Largest number that a page can hold as its content. */
    private static final int MOST_CONTENT = 0xFFFF;

    private final Kernel kernel;
    private final Recorder recorder;
    private final Clock clock;
    private final int id;
    private final int actor;
    private final Shared shared;
    /** By thread number. */
    private final Map<Integer, UserThread> threads = new TreeMap<>();

    private final boolean forked;
    private int alive;

    /** What the processes of a run have in common. */
    public static final class Shared {
        private final Waits waits = new Waits();
        private final Turns turns = new Turns();
        private final Metrics metrics = new Metrics();
        private final Handles handles = new Handles();
        private final boolean[] flags;
        private int lastContent;

        /**
         * @param flags number of flags that the workload names
         */
        public Shared(int flags) {
            this.flags = new boolean[flags];
        }

        public Metrics metrics() {
            return metrics;
        }

        private int nextContent() {
            lastContent = lastContent % MOST_CONTENT + 1;
            return lastContent;
        }
    }

    /**
     * @param id number of the process and of its mm, from 1
     * @param firstThread number of its first thread; the others follow
     */
    public UserProcess(Kernel kernel, int id, ProcessSpec spec, int firstThread, Shared shared) {
        this.kernel = kernel;
        this.recorder = kernel.recorder();
        this.clock = kernel.clock();
        this.id = id;
        this.actor = ActorIds.process(id);
        this.shared = shared;
        for (int i = 0; i < spec.threads().size(); i++) {
            Task task = new Task(firstThread + i, id);
            kernel.add(task);
            threads.put(firstThread + i, new UserThread(task, spec.threads().get(i)));
        }
        alive = threads.size();
        forked = spec.forked();
    }

    /** Whether the run begins with it: no fork brings it to life, and it has a thread that can end it. */
    public boolean beginsWithRun() {
        return !forked && !threads.isEmpty();
    }

    /** Number of the process, from 1. */
    public int id() {
        return id;
    }

    /** The process comes into being and its threads begin. */
    public void onStart() {
        if (!forked) {
            clock.follow(recorder.record(PROCESS_CREATED_FIELD_NUMBER, actor, id));
            RootTable.allocate(kernel, actor, id);
        }
        long created = clock.cause();
        threads.forEach((number, thread) -> {
            clock.follow(created);
            clock.follow(recorder.record(THREAD_STARTED_FIELD_NUMBER, actor, id, number, thread.cpu));
            next(number, thread);
        });
    }

    /** A thread's operation has ended. */
    public void onOperationDone(int number, int error) {
        UserThread thread = Objects.requireNonNull(threads.get(number), "no such thread");
        clock.follow(recorder.record(OPERATION_FINISHED_FIELD_NUMBER, actor, number, thread.operation, error));
        if (!thread.metric.isEmpty()) {
            shared.metrics.add(thread.metric, clock.nowNs() - thread.startedNs);
        }
        if (!thread.exiting) {
            next(number, thread);
        }
    }

    private void next(int number, UserThread thread) {
        Op op = thread.cursor.next(flag -> shared.flags[flag], flag -> shared.flags[flag] = true);
        if (op == null) {
            op = new Op.Exit(false);
        }
        Started started = start(op, thread);
        thread.metric = op.metric();
        thread.startedNs = clock.nowNs();
        thread.operation = started.operation.getNumber();
        clock.follow(recorder.record(
                OPERATION_STARTED_FIELD_NUMBER, actor, number, thread.operation, started.va, started.length));
        thread.task.assign(started.frame);
        kernel.ports().wake(thread.cpu, number, 0);
    }

    private record Started(Operation operation, long va, long length, Frame frame) {}

    private Started start(Op op, UserThread thread) {
        if (op instanceof Op.Map map) {
            long pgoff = map.file() != 0
                    ? map.pgoff()
                    : map.va() >>> kernel.machine().format().shift(0);
            Vma vma = new Vma(map.va(), map.va() + map.length(), map.vmFlags(), pgoff, 0, map.file());
            return new Started(
                    Operation.OP_MAP, map.va(), map.length(), new Mmap(vma, map.populate(), map.noReplace()));
        }
        if (op instanceof Op.CreateFile create) {
            Frame frame = Shmem.create(create.file(), create.pages());
            return new Started(Operation.OP_CREATE_FILE, 0, 0, frame);
        }
        if (op instanceof Op.Touch touch) {
            Operation operation = touch.write() ? Operation.OP_TOUCH : Operation.OP_READ;
            return new Started(operation, touch.va(), touch.length(), touch(touch));
        }
        if (op instanceof Op.Unmap unmap) {
            return new Started(Operation.OP_UNMAP, unmap.va(), unmap.length(), new Munmap(unmap.va(), unmap.length()));
        }
        if (op instanceof Op.Walk walk) {
            return new Started(Operation.OP_WALK, walk.va(), walk.length(), walk(walk, thread));
        }
        if (op instanceof Op.Compute compute) {
            return new Started(Operation.OP_COMPUTE, 0, 0, shared.waits.compute(compute.ns()));
        }
        if (op instanceof Op.Sleep sleep) {
            return new Started(Operation.OP_SLEEP, 0, 0, shared.waits.sleep(sleep.ns()));
        }
        if (op instanceof Op.Barrier barrier) {
            Frame frame = shared.waits.barrier(barrier.barrier(), barrier.parties());
            return new Started(Operation.OP_BARRIER, 0, 0, frame);
        }
        if (op instanceof Op.Unsupported unsupported) {
            return new Started(
                    unsupported.operation(),
                    unsupported.va(),
                    unsupported.length(),
                    new UnsupportedOperation(unsupported));
        }
        if (op instanceof Op.Fork fork) {
            shared.handles.share(id, fork.process());
            Frame frame = new Fork(fork.process(), cpu -> shared.handles.closeAll(cpu, fork.process()));
            return new Started(Operation.OP_FORK, 0, 0, frame);
        }
        if (op instanceof Op.Madvise madvise) {
            return new Started(Operation.OP_MADVISE, madvise.va(), madvise.length(), madvise(madvise));
        }
        if (op instanceof Op.Lock lock) {
            Frame frame = DoMlock.mlock(lock.va(), lock.length(), lock.onFault());
            return new Started(Operation.OP_LOCK, lock.va(), lock.length(), frame);
        }
        if (op instanceof Op.LockAll lock) {
            Frame frame = DoMlock.mlockall(kernel.machine().format().limit(), lock.onFault());
            return new Started(Operation.OP_LOCK, 0, 0, frame);
        }
        if (op instanceof Op.Unlock unlock) {
            Frame frame = DoMlock.munlock(unlock.va(), unlock.length());
            return new Started(Operation.OP_UNLOCK, unlock.va(), unlock.length(), frame);
        }
        if (op instanceof Op.Pin pin) {
            return new Started(Operation.OP_PIN, pin.va(), pin.length(), new Pin(pin, id, shared.handles));
        }
        if (op instanceof Op.Unpin unpin) {
            Frame frame = new Unpin(cpu -> shared.handles.close(cpu, id, unpin.handle()));
            return new Started(Operation.OP_UNPIN, 0, 0, frame);
        }
        if (op instanceof Op.Mincore mincore) {
            Frame frame = new DoMincore(kernel.machine().format(), mincore.va(), mincore.length());
            return new Started(Operation.OP_MINCORE, mincore.va(), mincore.length(), frame);
        }
        if (op instanceof Op.Protect protect) {
            Frame frame = new Mprotect(protect.va(), protect.length(), protect.vmFlags());
            return new Started(Operation.OP_PROTECT, protect.va(), protect.length(), frame);
        }
        if (op instanceof Op.Remap remap) {
            Frame frame = new Mremap(remap.va(), remap.length(), remap.to(), remap.newLength(), remap.keep());
            return new Started(Operation.OP_REMAP, remap.va(), remap.length(), frame);
        }
        if (op instanceof Op.SetThp set) {
            Frame frame = Housekeeping.writeThpControl(set.control(), set.order(), set.value());
            return new Started(Operation.OP_THP_CONTROL, 0, 0, frame);
        }
        if (op instanceof Op.Revoke revoke) {
            return new Started(Operation.OP_REVOKE, 0, 0, new Revoke(revoke.device()));
        }
        if (op instanceof Op.Shrink) {
            return new Started(Operation.OP_SHRINK, 0, 0, new DeferredSplitScan());
        }
        if (op instanceof Op.Drain) {
            return new Started(Operation.OP_DRAIN, 0, 0, Housekeeping.drain());
        }
        if (op instanceof Op.AwaitTurn await) {
            return new Started(Operation.OP_TURN, 0, 0, shared.turns.await(await.turn()));
        }
        if (op instanceof Op.PassTurn) {
            return new Started(Operation.OP_TURN, 0, 0, shared.turns.pass());
        }
        if (op instanceof Op.Exit exit) {
            thread.exiting = true;
            Consumer<Cpu> after = exit.passesTurn() ? shared.turns::pass : cpu -> {};
            return new Started(Operation.OP_EXIT, 0, 0, new ThreadExit(() -> --alive == 0, this::closeFiles, after));
        }
        throw new IllegalStateException("the cursor resolves " + op);
    }

    private void closeFiles(Cpu cpu) {
        if (alive == 0) {
            shared.handles.closeAll(cpu, id);
        }
    }

    private Frame touch(Op.Touch touch) {
        int content = touch.content() != 0 ? touch.content() : shared.nextContent();
        return new Touch(touch.va(), touch.length(), touch.stride(), touch.write(), content, touch.survivesSignals());
    }

    private static Frame madvise(Op.Madvise op) {
        long va = op.va();
        long length = op.length();
        if (length == 0) {
            return MadviseBehavior.nothing();
        }
        return switch (op.advice()) {
            case DONTNEED -> new MadviseDontneed(va, length, false);
            case DONTNEED_LOCKED -> new MadviseDontneed(va, length, true);
            case NORMAL -> new MadviseBehavior(va, length, 0, 0);
            case HUGEPAGE -> new MadviseBehavior(va, length, VM_HUGEPAGE, VM_NOHUGEPAGE);
            case NOHUGEPAGE -> new MadviseBehavior(va, length, VM_NOHUGEPAGE, VM_HUGEPAGE);
            case DONTFORK -> new MadviseBehavior(va, length, VM_DONTCOPY, 0);
            case DOFORK -> new MadviseBehavior(va, length, 0, VM_DONTCOPY);
            case WIPEONFORK -> new MadviseBehavior(va, length, VM_WIPEONFORK, 0);
            case KEEPONFORK -> new MadviseBehavior(va, length, 0, VM_WIPEONFORK);
            case POPULATE_READ -> new MadvisePopulate(va, length, false);
            case POPULATE_WRITE -> new MadvisePopulate(va, length, true);
        };
    }

    private Frame walk(Op.Walk walk, UserThread thread) {
        long places = Math.max(1, walk.length() / walk.stride());
        long draw = thread.walks++;
        long place =
                walk.random() ? kernel.draws().below(WALK_ADDRESS, thread.task.thread(), draw, places) : draw % places;
        long va = walk.va() + place * walk.stride();
        return switch (walk.walker()) {
            case WALKER_GUP_FAST -> new GupFast(va, walk.holdNs());
            case WALKER_PTE_POINTER -> new FindCurrentMmPte(va, walk.holdNs());
            case WALKER_NONE, UNRECOGNIZED -> throw new IllegalStateException("no such walker: " + walk.walker());
        };
    }

    /** The processes of a workload, with their threads numbered through. */
    public static List<UserProcess> of(Kernel kernel, List<ProcessSpec> specs, Shared shared) {
        List<UserProcess> processes = new ArrayList<>();
        int thread = 0;
        for (ProcessSpec spec : specs) {
            processes.add(new UserProcess(kernel, processes.size() + 1, spec, thread, shared));
            thread += spec.threads().size();
        }
        return processes;
    }
}
