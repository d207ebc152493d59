package org.mmsim.scenarios.state;

import java.util.ArrayList;
import java.util.List;
import org.mmsim.engine.machine.LockKinds;
import org.mmsim.engine.memory.DeviceMemory;
import org.mmsim.engine.workload.Workload;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.LockKind;
import org.mmsim.scenarios.view.Numbers;

/** What the scenario calls processes and threads, and what the kernel calls functions and locks. */
public final class Names {
    /** Of the id of a VMA lock, the pages of where it begins. */
    private static final long VMA_PAGE_MASK = (1L << 40) - 1;

    private static final int LOCK_KIND_SHIFT = 56;

    private final List<String> processes = new ArrayList<>();
    private final List<String> threads = new ArrayList<>();

    public Names(Workload workload) {
        for (Workload.ProcessSpec process : workload.processes()) {
            processes.add(process.name());
            process.threads().forEach(thread -> threads.add(process.name() + "/" + thread.name()));
        }
    }

    /** Names of the processes; the first is that of process 1. */
    public List<String> processes() {
        return List.copyOf(processes);
    }

    /** The name of a process by its number, empty if the scenario has none. */
    public String process(int number) {
        return number < 1 || number > processes.size() ? "" : processes.get(number - 1);
    }

    /** Process and thread, as {@code A/main}; empty if the scenario has no such thread. */
    public String thread(int number) {
        return number < 0 || number >= threads.size() ? "" : threads.get(number);
    }

    /** {@code thread 3 (A/worker-2)}. */
    String threadText(int number) {
        String name = thread(number);
        return "thread " + number + (name.isEmpty() ? "" : " (" + name + ")");
    }

    /** {@code process 1 (A)}. */
    String processText(int number) {
        String name = process(number);
        return "process " + number + (name.isEmpty() ? "" : " (" + name + ")");
    }

    static String function(int number) {
        KernelFunction function = KernelFunction.forNumber(number);
        return function == null ? "function " + number : function.name();
    }

    /** Kind of a lock by its key in the machine. */
    static LockKind lockKind(long key) {
        LockKind kind = LockKind.forNumber((int) (key >>> LOCK_KIND_SHIFT));
        return kind == null ? LockKind.UNRECOGNIZED : kind;
    }

    /** Which of its kind: the mm, or the address of the table. */
    static long lockId(long key) {
        return key & (1L << LOCK_KIND_SHIFT) - 1;
    }

    /** Whether threads sleep for it, so that threads hold it; else CPUs do. */
    static boolean isSleepingLock(long key) {
        return LockKinds.sleeping(lockKind(key));
    }

    String lock(long key) {
        return switch (lockKind(key)) {
            case LOCK_MMAP_READ, LOCK_MMAP_WRITE -> "mmap_lock of " + processText((int) lockId(key));
            case LOCK_VMA_READ, LOCK_VMA_WRITE ->
                "lock of the VMA at " + Numbers.hex((lockId(key) & VMA_PAGE_MASK) << 12) + " of "
                        + processText((int) (lockId(key) >>> 40));
            case LOCK_I_MMAP_READ, LOCK_I_MMAP_WRITE ->
                "i_mmap_rwsem of device " + DeviceMemory.ordinal((int) lockId(key));
            case LOCK_PMD -> "PMD lock of the table at " + Numbers.hex(lockId(key));
            case LOCK_PTE -> "PTE lock of the table at " + Numbers.hex(lockId(key));
            case LOCK_FOLIO, LOCK_FOLIO_WAIT -> "lock of folio " + Numbers.hex(lockId(key));
            case LOCK_ANON_VMA_WRITE -> "lock of anon_vma " + lockId(key);
            case LOCK_NONE, UNRECOGNIZED -> "lock " + Numbers.hex(key);
        };
    }
}
