package org.mmsim.scenarios.cause;

import static org.mmsim.protocol.Event.*;

import org.mmsim.scenarios.view.EventRow;

/** Which events a table of steps needs, by what they are. */
final class StepKinds {

    private StepKinds() {}

    /** A read of a level that every walk passes. */
    static boolean isHighRead(EventRow event) {
        return event.type() == WALK_ENTRY_READ_FIELD_NUMBER && event.field(2) > 1;
    }

    static boolean isReturn(EventRow event) {
        return event.type() == FUNCTION_RETURNED_FIELD_NUMBER;
    }

    /** A store to the counter of running walks, or one that others do not see yet. */
    static boolean isSharedCounter(EventRow event) {
        return event.type() == WALK_COUNTER_ADDED_FIELD_NUMBER
                || event.type() == STORE_BUFFERED_FIELD_NUMBER
                || event.type() == STORE_DRAINED_FIELD_NUMBER;
    }

    /** Whether others could get in its way or it in theirs: two readers never do. */
    static boolean isChange(EventRow event) {
        return switch (event.type()) {
            case PTE_SET_FIELD_NUMBER,
                    PTES_SET_FIELD_NUMBER,
                    PTE_CLEARED_FIELD_NUMBER,
                    TABLE_ALLOCATED_FIELD_NUMBER,
                    TABLE_FREED_FIELD_NUMBER,
                    TABLE_DEPOSITED_FIELD_NUMBER,
                    TABLE_WITHDRAWN_FIELD_NUMBER,
                    FOLIO_ALLOCATED_FIELD_NUMBER,
                    FOLIO_FREED_FIELD_NUMBER,
                    TLB_LEAVES_INVALIDATED_FIELD_NUMBER,
                    TLB_INVALIDATED_FIELD_NUMBER -> true;
            default -> false;
        };
    }

    /**
     * Says what a CPU has flushed or been told to flush, which address space it may use translations of, and what others
     * have to look for mappings by.
     *
     * @param va flushes of other addresses are of no account
     */
    static boolean isAboutFlushes(EventRow event, long va) {
        return switch (event.type()) {
            case CONTEXT_SWITCHED_FIELD_NUMBER,
                    IDLE_ENTERED_FIELD_NUMBER,
                    IDLE_LEFT_FIELD_NUMBER,
                    IPI_SENT_FIELD_NUMBER,
                    IPI_RECEIVED_FIELD_NUMBER,
                    IPI_HANDLED_FIELD_NUMBER,
                    TLB_INSTRUCTION_ISSUED_FIELD_NUMBER,
                    TLB_BATCH_PENDING_FIELD_NUMBER,
                    TLB_BATCH_FLUSHED_FIELD_NUMBER,
                    TLB_GEN_ADVANCED_FIELD_NUMBER,
                    TLB_GEN_REACHED_FIELD_NUMBER,
                    MM_SWITCHING_FIELD_NUMBER,
                    MM_LOADED_FIELD_NUMBER,
                    STORE_BUFFERED_FIELD_NUMBER,
                    STORE_DRAINED_FIELD_NUMBER,
                    GATHER_FLUSHED_FIELD_NUMBER,
                    VMA_UNLINKED_FIELD_NUMBER,
                    DEVICE_PAGES_REMOVED_FIELD_NUMBER -> true;
            case TLB_INVALIDATED_FIELD_NUMBER, TLB_LEAVES_INVALIDATED_FIELD_NUMBER ->
                event.field(2) == 0 || event.field(1) <= va && va < event.field(1) + event.field(2);
            default -> false;
        };
    }

    /** An interrupt that arrived while interrupts were off. */
    static boolean isDelayedInterrupt(EventRow event) {
        return event.type() == IPI_RECEIVED_FIELD_NUMBER && event.field(2) != 0;
    }

    /** Says under which conditions a CPU worked, whatever it worked on. */
    static boolean isContext(EventRow event) {
        return switch (event.type()) {
            case FUNCTION_ENTERED_FIELD_NUMBER,
                    INTERRUPTS_DISABLED_FIELD_NUMBER,
                    INTERRUPTS_ENABLED_FIELD_NUMBER,
                    IPI_RECEIVED_FIELD_NUMBER,
                    IPI_TAKEN_FIELD_NUMBER,
                    IPI_HANDLED_FIELD_NUMBER,
                    LOCK_ACQUIRED_FIELD_NUMBER,
                    LOCK_CONTENDED_FIELD_NUMBER,
                    LOCK_RELEASED_FIELD_NUMBER,
                    WALK_BEGUN_FIELD_NUMBER,
                    WALK_ENDED_FIELD_NUMBER -> true;
            default -> isSharedCounter(event);
        };
    }
}
