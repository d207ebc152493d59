package org.mmsim.scenarios.cause;

import static org.mmsim.protocol.Event.*;

import java.util.List;
import org.mmsim.engine.check.Checks;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.protocol.Check;
import org.mmsim.protocol.LockKind;
import org.mmsim.protocol.StoreLocation;
import org.mmsim.scenarios.view.EventRow;
import org.mmsim.scenarios.view.EventText;
import org.mmsim.scenarios.view.FieldText;
import org.mmsim.scenarios.view.Levels;
import org.mmsim.scenarios.view.Numbers;

/** Events in the words of commit messages. */
final class StepText {
    private final EventText text = new EventText();
    private final PageTableFormat format;

    StepText(PageTableFormat format) {
        this.format = format;
    }

    String of(EventRow e) {
        return switch (e.type()) {
            case OPERATION_STARTED_FIELD_NUMBER -> operation(e);
            case OPERATION_FINISHED_FIELD_NUMBER ->
                value(e, 1) + " done" + (e.field(2) == 0 ? "" : ", error " + e.field(2));
            case FUNCTION_ENTERED_FIELD_NUMBER -> value(e, 0) + "()";
            case FUNCTION_RETURNED_FIELD_NUMBER -> value(e, 0) + "() returns";
            case INTERRUPTS_DISABLED_FIELD_NUMBER -> "local_irq_save";
            case INTERRUPTS_ENABLED_FIELD_NUMBER -> "local_irq_restore";
            case CSD_QUEUED_FIELD_NUMBER -> "csd -> CPU " + e.field(0);
            case IPI_SENT_FIELD_NUMBER -> "IPI -> CPU " + e.field(0);
            case IPI_RECEIVED_FIELD_NUMBER -> received(e);
            case IPI_TAKEN_FIELD_NUMBER -> "pending IPI taken";
            case IPI_HANDLED_FIELD_NUMBER -> "<IPI> " + value(e, 1) + "() for CPU " + e.field(0);
            case IPI_ACKNOWLEDGED_FIELD_NUMBER -> "CPU " + e.field(0) + " has answered";
            case LOCK_ACQUIRED_FIELD_NUMBER -> lock(e, "lock");
            case LOCK_CONTENDED_FIELD_NUMBER -> lock(e, "lock") + " waits";
            case LOCK_RELEASED_FIELD_NUMBER -> lock(e, "unlock");
            case PTE_SET_FIELD_NUMBER -> "set " + place(e) + ": " + entry((int) e.field(2), e.field(3));
            case PTE_CLEARED_FIELD_NUMBER -> "clear " + place(e);
            case WALK_BEGUN_FIELD_NUMBER -> value(e, 2) + " walk to " + Numbers.hex(e.field(1));
            case WALK_ENTRY_READ_FIELD_NUMBER -> "read " + place(e) + ": " + entry((int) e.field(2), e.field(3));
            case WALK_ENTRY_USED_FIELD_NUMBER -> "use " + place(e) + ": " + entry((int) e.field(2), e.field(3));
            case WALK_ENDED_FIELD_NUMBER -> "walk ends: " + value(e, 2);
            case WALK_COUNTER_ADDED_FIELD_NUMBER -> "walk counter " + signed(e.field(1));
            case SERIALISE_SKIPPED_FIELD_NUMBER -> "no walk counted: no IPI";
            case SERIALISE_STARTED_FIELD_NUMBER -> "serialise against " + e.field(2) + " CPUs";
            case SERIALISE_FINISHED_FIELD_NUMBER -> "all have answered";
            case STORE_BUFFERED_FIELD_NUMBER -> store(e) + " in store buffer";
            case STORE_DRAINED_FIELD_NUMBER -> store(e) + " visible";
            case TABLE_ALLOCATED_FIELD_NUMBER ->
                "allocate " + Levels.name(e.field(2)) + " table " + Numbers.hex(e.field(3));
            case TABLE_FREED_FIELD_NUMBER -> "free " + Levels.name(e.field(2)) + " table " + Numbers.hex(e.field(3));
            case TABLE_DEPOSITED_FIELD_NUMBER -> "deposit table " + Numbers.hex(e.field(2));
            case TABLE_WITHDRAWN_FIELD_NUMBER -> "withdraw table " + Numbers.hex(e.field(2));
            case VMA_UNLINKED_FIELD_NUMBER -> "unlink VMA" + range(e, 1);
            case FOLIO_ALLOCATED_FIELD_NUMBER -> "allocate folio " + value(e, 0);
            case PCP_REFILLED_FIELD_NUMBER -> "per-CPU list gets " + e.field(3) + " of order " + e.field(1);
            case PCP_DRAINED_FIELD_NUMBER -> "per-CPU lists of CPU " + e.field(0) + " give back " + e.field(3);
            case FOLIO_FREED_FIELD_NUMBER -> "free folio " + value(e, 0);
            case FOLIO_REFS_ADDED_FIELD_NUMBER -> "folio " + value(e, 0) + ": refs " + signed(e.field(1));
            case RMAP_ADDED_FIELD_NUMBER -> "map " + e.field(1) + " pages of folio " + value(e, 0);
            case RMAP_REMOVED_FIELD_NUMBER -> "unmap " + e.field(1) + " pages of folio " + value(e, 0);
            case TLB_FILLED_FIELD_NUMBER -> "TLB caches " + place(e) + ": " + entry((int) e.field(2), e.field(3));
            case TLB_INSTRUCTION_ISSUED_FIELD_NUMBER -> value(e, 0) + " " + value(e, 2);
            case TLB_INVALIDATED_FIELD_NUMBER -> "TLB drops " + e.field(3) + " of" + range(e, 1);
            case TLBI_ACKNOWLEDGED_FIELD_NUMBER -> "TLB " + e.field(0) + " has answered";
            case TLB_LEAVES_INVALIDATED_FIELD_NUMBER -> "TLB drops " + e.field(3) + " leaves of" + range(e, 1);
            case CHECK_VIOLATED_FIELD_NUMBER -> violation(e);
            default -> EventText.name(e.type()) + " " + text.fields(e);
        };
    }

    private String value(EventRow e, int field) {
        List<FieldText> fields = text.fields(e.type());
        return fields.get(field).text(e.field(field));
    }

    private String operation(EventRow e) {
        return value(e, 1) + (e.field(3) == 0 ? "" : " " + value(e, 2) + " " + value(e, 3));
    }

    private static String received(EventRow e) {
        String idle = e.field(1) == 0 ? "" : ", was idle";
        return "<IPI> from CPU " + e.field(0) + (e.field(2) == 0 ? idle : ", pending");
    }

    private static String lock(EventRow e, String verb) {
        LockKind kind = LockKind.forNumber((int) e.field(0));
        return switch (kind == null ? LockKind.UNRECOGNIZED : kind) {
            case LOCK_MMAP_READ -> "mmap_read_" + verb;
            case LOCK_MMAP_WRITE -> "mmap_write_" + verb;
            case LOCK_VMA_READ -> verb.equals("lock") ? "vma_start_read" : "vma_end_read";
            case LOCK_VMA_WRITE -> verb.equals("lock") ? "vma_start_write" : "vma_end_write";
            case LOCK_I_MMAP_READ -> "i_mmap_" + verb + "_read";
            case LOCK_I_MMAP_WRITE -> "i_mmap_" + verb + "_write";
            case LOCK_PMD -> "spin_" + verb + "(pmd)";
            case LOCK_PTE -> "spin_" + verb + "(pte)";
            case LOCK_FOLIO -> "folio_" + verb;
            case LOCK_FOLIO_WAIT -> "folio_wait_locked";
            case LOCK_ANON_VMA_WRITE -> "anon_vma_" + verb + "_write";
            case LOCK_NONE, UNRECOGNIZED -> verb;
        };
    }

    private static String place(EventRow e) {
        return Levels.name(e.field(2)) + " " + Numbers.hex(e.field(1));
    }

    private String entry(int level, long entry) {
        return format.present(entry) && format.leaf(level, entry)
                ? "pfn " + Numbers.hex(format.frame(entry)) + (format.valid(entry) ? "" : " (invalid)")
                : format.describe(entry);
    }

    private String store(EventRow e) {
        StoreLocation location = StoreLocation.forNumber((int) e.field(0));
        return location == StoreLocation.LOCATION_WALK_COUNTER ? "counter store" : "store to " + value(e, 0);
    }

    private String range(EventRow e, int vaField) {
        return e.field(vaField + 1) == 0 ? " all" : " " + value(e, vaField) + " " + value(e, vaField + 1);
    }

    private static String signed(long delta) {
        return (delta > 0 ? "+" : "") + delta;
    }

    private String violation(EventRow e) {
        Check check = Check.forNumber((int) e.field(0));
        return check == null || check == Check.CHECK_NONE
                ? "CHECK " + text.fields(e)
                : "CHECK " + value(e, 0) + ": " + Checks.message(check, e.field(2), e.field(3));
    }
}
