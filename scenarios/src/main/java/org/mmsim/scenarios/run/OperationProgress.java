package org.mmsim.scenarios.run;

import static org.mmsim.protocol.Event.OPERATION_FINISHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.OPERATION_STARTED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTES_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.THREAD_STARTED_FIELD_NUMBER;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.mmsim.engine.event.ActorIds;
import org.mmsim.protocol.Operation;
import org.mmsim.scenarios.run.Progress.Share;

/**
 * Follows the largest operation under way through its range, by the page-table entries that its CPU
 * changes there. What comes after it is not known: a program can repeat until another thread is done.
 */
final class OperationProgress {
    private final Map<Long, Long> cpuOfThread = new TreeMap<>();
    private long thread;
    private int mm;
    private int cpuActor;
    private long va;
    private long length;
    private String operation = "";
    private volatile Share share = Share.UNKNOWN;

    /** How much of the operation is done. May be called on any thread. */
    Share share() {
        return share;
    }

    /** Sees a fact; {@code a} to {@code d} are its fields. */
    void see(int type, int actor, long a, long b, long c, long d) {
        switch (type) {
            case THREAD_STARTED_FIELD_NUMBER -> cpuOfThread.put(b, c);
            case OPERATION_STARTED_FIELD_NUMBER -> {
                // A walk names the range that it takes one page of.
                if (d > length && b != Operation.OP_WALK_VALUE) {
                    begin(actor, a, Operation.forNumber((int) b), c, d);
                }
            }
            case OPERATION_FINISHED_FIELD_NUMBER -> {
                if (length > 0 && a == thread) {
                    length = 0;
                    share = Share.UNKNOWN;
                }
            }
            case PTE_SET_FIELD_NUMBER, PTES_SET_FIELD_NUMBER, PTE_CLEARED_FIELD_NUMBER -> {
                if (actor == cpuActor && a == mm && b >= va && b - va < length) {
                    share = new Share(operation, b - va, length);
                }
            }
            default -> {
                // Says nothing about how far an operation has come.
            }
        }
    }

    private void begin(int process, long thread, Operation operation, long va, long length) {
        this.thread = thread;
        this.mm = ActorIds.index(process);
        this.cpuActor =
                ActorIds.cpu(Objects.requireNonNull(cpuOfThread.get(thread)).intValue());
        this.va = va;
        this.length = length;
        this.operation = operation.name().substring("OP_".length()).toLowerCase(Locale.ROOT);
        share = Share.UNKNOWN;
    }
}
