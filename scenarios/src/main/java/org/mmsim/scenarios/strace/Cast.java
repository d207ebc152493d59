package org.mmsim.scenarios.strace;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The processes and threads of the scenario: their names, their CPUs, and which task plays which thread. */
final class Cast {

    /** Barriers know the progress of every thread of a process; more threads would cost too much memory. */
    static final int PROCESS_THREADS_MAX = 4096;

    private final int cpus;
    private final List<SimProcess> processes = new ArrayList<>();
    private final Map<Integer, SimThread> threadByTask = new TreeMap<>();
    private final Set<String> names = new LinkedHashSet<>();
    private int threadCount;

    Cast(int cpus) {
        this.cpus = cpus;
    }

    /** A process whose first thread is the task's. */
    SimThread addProcess(Task task, String origin) {
        return addProcess(task, origin, nextCpu());
    }

    /** A process whose first thread is the task's, on the CPU where that has been so far. */
    SimThread addProcess(Task task, String origin, int cpu) {
        SimProcess process = new SimProcess(uniqueName("p", task), origin);
        processes.add(process);
        SimThread thread = process.addThread(uniqueName("t", task), cpu);
        threadByTask.put(task.number(), thread);
        return thread;
    }

    /** A thread of a process that was there when the recording began. */
    void addThread(Task task, SimProcess process) {
        checkRoom(task, process);
        threadByTask.put(task.number(), process.addThread(uniqueName("t", task), nextCpu()));
    }

    /** A thread that another one of its process has created. */
    SimThread addThread(Task task, SimThread parent) {
        checkRoom(task, parent.process());
        SimThread thread = parent.process().addThread(uniqueName("t", task), nextCpu(), parent);
        threadByTask.put(task.number(), thread);
        return thread;
    }

    /** The task goes on as another one's thread. */
    void hand(Task task, SimThread thread) {
        threadByTask.put(task.number(), thread);
    }

    SimThread threadOf(Task task) {
        SimThread thread = threadByTask.get(task.number());
        if (thread == null) {
            throw new IllegalStateException("no thread for task " + task.number());
        }
        return thread;
    }

    List<SimProcess> processes() {
        return processes;
    }

    int threadCount() {
        return threadCount;
    }

    private static void checkRoom(Task task, SimProcess process) {
        if (process.threads().size() == PROCESS_THREADS_MAX) {
            throw task.firstPlace().error("more than " + PROCESS_THREADS_MAX + " threads in one process", "");
        }
    }

    private int nextCpu() {
        return threadCount++ % cpus;
    }

    private String uniqueName(String kind, Task task) {
        String name = kind + task.tid().map(String::valueOf).orElse("-main");
        String unique = name;
        for (int i = 2; !names.add(unique); i++) {
            unique = name + "-" + i;
        }
        return unique;
    }
}
