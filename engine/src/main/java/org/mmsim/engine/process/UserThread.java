package org.mmsim.engine.process;

import org.mmsim.engine.cpu.Task;
import org.mmsim.engine.workload.Workload.ThreadSpec;

/** A thread as its process sees it: where its program is and what it is being timed for. */
final class UserThread {
    final Task task;
    final int cpu;
    final OpCursor cursor;
    /** Walks so far, which pick the next address. */
    long walks;

    String metric = "";
    long startedNs;
    boolean exiting;
    int operation;

    UserThread(Task task, ThreadSpec spec) {
        this.task = task;
        cpu = spec.cpu();
        cursor = new OpCursor(spec.program());
    }
}
