package org.mmsim.scenarios.cause;

import static org.mmsim.protocol.Event.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.engine.tlb.Tlb;
import org.mmsim.engine.tlb.WalkCache;
import org.mmsim.protocol.ActorKind;
import org.mmsim.protocol.Check;
import org.mmsim.protocol.ChunkSummary;
import org.mmsim.scenarios.state.MachineAt;
import org.mmsim.scenarios.view.EventRow;
import org.mmsim.storage.JournalReader;
import org.mmsim.storage.Summaries;

/**
 * What a check of translations held against what it found broken: who has a translation to the frame at that moment, how
 * each came by it, who has changed the entry since, and who has used the old one. A cause chain has one CPU's side of
 * that; the CPU that was not told has caused nothing.
 */
final class StaleTranslations {
    private static final long NONE = -1;
    /** Changes of an entry that are told, the last ones. */
    private static final int CHANGES = 4;
    /** CPUs that are told of; where a flush is missing they are many, and all alike. */
    private static final int HOLDERS = 4;

    private final JournalReader reader;
    private final PageTableFormat format;
    private final EventRow target;
    /** By CPU. */
    private final Map<Integer, Holder> holders = new TreeMap<>();

    /**
     * A CPU that keeps something of the page table that it should not any more.
     *
     * @param frame that it reaches by way of the address, −1 if what it keeps is a pointer to a table
     * @param level of the entry that points to the table, 0 for a translation
     */
    private record Holder(int cpu, int mm, long va, long frame, int level) {}

    /**
     * Two sides of a race.
     *
     * @param cpu that holds a stale translation
     * @param va what it translates
     * @param facts how it came by it, changes since, and the first use of it after those began, in no order
     * @param changedSeq the first of the changes
     */
    record Evidence(int cpu, long va, List<EventRow> facts, long changedSeq) {}

    private StaleTranslations(JournalReader reader, PageTableFormat format, EventRow target) {
        this.reader = reader;
        this.format = format;
        this.target = target;
    }

    /** The evidence for the rules that an event broke, or that it says are broken; empty where no translation matters. */
    static List<Evidence> of(JournalReader reader, MachineProfile profile, EventRow target) {
        PageTableFormat format = Machine.formatOf(profile);
        StaleTranslations stale = new StaleTranslations(reader, format, target);
        List<EventRow> violations = stale.violations();
        Set<Long> frames = new TreeSet<>();
        Set<Long> tables = new TreeSet<>();
        for (EventRow violation : violations) {
            frames.addAll(stale.frames(violation));
            if (violation.field(0) == Check.CHECK_WALK_CACHE_VALUE) {
                tables.add(violation.field(2));
            }
        }
        if (frames.isEmpty() && tables.isEmpty()) {
            return List.of();
        }
        Machine machine =
                MachineAt.after(reader, profile, violations.get(0).field(1)).machine();
        for (int cpu = 0; cpu < machine.cpuCount(); cpu++) {
            stale.findTranslations(machine, cpu, frames);
            stale.findPointers(machine, cpu, tables);
        }
        List<Evidence> all = new ArrayList<>();
        stale.holders.values().stream().limit(HOLDERS).forEach(holder -> stale.gather(holder, all));
        return all;
    }

    /** The target if it is a violation, else those that follow it at once. */
    private List<EventRow> violations() {
        if (target.type() == CHECK_VIOLATED_FIELD_NUMBER) {
            return List.of(target);
        }
        List<EventRow> found = new ArrayList<>();
        for (long seq = target.seq() + 1; seq <= reader.lastSeq(); seq++) {
            EventRow next = EventRow.of(reader.view(seq));
            if (next.type() != CHECK_VIOLATED_FIELD_NUMBER || next.field(1) != target.seq()) {
                break;
            }
            found.add(next);
        }
        return found;
    }

    /** The frames that a violation is about, which nobody, or not everybody, may reach. */
    private List<Long> frames(EventRow violation) {
        Check check = Check.forNumber((int) violation.field(0));
        return switch (check == null ? Check.UNRECOGNIZED : check) {
            case CHECK_TLB_FRAME_REUSE -> List.of(violation.field(2));
            case CHECK_TLB_FRESH, CHECK_STALE_WRITE -> List.of(violation.field(3));
            case CHECK_CONTENT -> framesRead(EventRow.of(reader.view(violation.field(1))), violation.field(2));
            default -> List.of();
        };
    }

    /** The frame in which an access found the content of an address. */
    private List<Long> framesRead(EventRow access, long va) {
        return access.type() == PAGES_READ_FIELD_NUMBER
                ? List.of(access.field(1) + (va - (access.field(0) & -format.span(0)) >> format.shift(0)))
                : List.of();
    }

    /** What the CPU would flush before it could use it does not count. */
    private void findTranslations(Machine machine, int cpu, Set<Long> frames) {
        Tlb tlb = machine.tlb(cpu);
        for (int place = 0; place < tlb.capacity(); place++) {
            for (long frame : frames) {
                if (tlb.entryAt(place) == 0 || !tlb.translatesTo(place, frame)) {
                    continue;
                }
                long base = tlb.vaAt(place);
                long va = base + (frame - tlb.frame(place, base) << format.shift(0));
                int usable = machine.usablePlace(cpu, tlb.mmAt(place), va);
                if (usable >= 0 && tlb.frame(usable, va) == frame) {
                    holders.putIfAbsent(cpu, new Holder(cpu, tlb.mmAt(place), va, frame, 0));
                }
            }
        }
    }

    private void findPointers(Machine machine, int cpu, Set<Long> tables) {
        WalkCache cache = machine.tlb(cpu).walkCache();
        for (int place = 0; place < cache.capacity(); place++) {
            if (tables.contains(cache.tableAt(place))) {
                int level = cache.levelAt(place) + 1;
                holders.putIfAbsent(cpu, new Holder(cpu, cache.mmAt(place), cache.vaAt(place), NONE, level));
            }
        }
    }

    private void gather(Holder holder, List<Evidence> all) {
        EventRow fill = fill(holder);
        if (fill == null) {
            return;
        }
        List<EventRow> changes = new ArrayList<>();
        List<EventRow> uses = new ArrayList<>();
        reader.scan(fill.seq() + 1, chunk -> chunk.getFirstSeq() <= target.seq(), view -> {
            EventRow event = EventRow.of(view);
            if (event.seq() <= target.seq() && changes(event, holder)) {
                changes.add(event);
            } else if (event.seq() <= target.seq() && !changes.isEmpty() && uses(event, holder)) {
                uses.add(event);
            }
            return event.seq() < target.seq();
        });
        if (changes.isEmpty()) {
            return;
        }
        List<EventRow> facts = new ArrayList<>(List.of(fill));
        facts.addAll(changes.subList(Math.max(0, changes.size() - CHANGES), changes.size()));
        facts.addAll(uses.subList(0, Math.min(1, uses.size())));
        all.add(new Evidence(holder.cpu, holder.va, facts, changes.get(0).seq()));
    }

    private @Nullable EventRow fill(Holder holder) {
        List<ChunkSummary> chunks = reader.summaries();
        for (int i = chunks.size() - 1; i >= 0; i--) {
            ChunkSummary chunk = chunks.get(i);
            if (chunk.getFirstSeq() > target.seq() || !Summaries.mayHoldType(chunk, TLB_FILLED_FIELD_NUMBER)) {
                continue;
            }
            for (long seq = Math.min(target.seq(), Summaries.lastSeq(chunk)); seq >= chunk.getFirstSeq(); seq--) {
                EventRow event = EventRow.of(reader.view(seq));
                if (event.type() == TLB_FILLED_FIELD_NUMBER && fills(event, holder)) {
                    return event;
                }
            }
        }
        return null;
    }

    private boolean fills(EventRow event, Holder holder) {
        return event.actorKind() == ActorKind.ACTOR_TLB
                && event.actorIndex() == holder.cpu
                && event.field(0) == holder.mm
                && covers(event.field(1), format.span(Math.max((int) event.field(2), holder.level)), holder.va);
    }

    private boolean changes(EventRow event, Holder holder) {
        return switch (event.type()) {
            case PTE_SET_FIELD_NUMBER, PTE_CLEARED_FIELD_NUMBER, PTE_CHANGED_FIELD_NUMBER ->
                event.field(0) == holder.mm && covers(event.field(1), format.span((int) event.field(2)), holder.va);
            case PTES_SET_FIELD_NUMBER, PTES_CLEARED_FIELD_NUMBER, PTES_WRPROTECTED_FIELD_NUMBER ->
                event.field(0) == holder.mm
                        && holder.level == 0
                        && event.field(1) <= holder.va
                        && holder.va < event.field(1) + event.field(2) * format.span(0);
            case TABLE_MOVED_FIELD_NUMBER ->
                event.field(0) == holder.mm && covers(event.field(1), format.span((int) event.field(3)), holder.va);
            default -> false;
        };
    }

    private boolean uses(EventRow event, Holder holder) {
        boolean access = event.type() == PAGES_READ_FIELD_NUMBER || event.type() == PAGES_WRITTEN_FIELD_NUMBER;
        return access
                && event.actorKind() == ActorKind.ACTOR_CPU
                && event.actorIndex() == holder.cpu
                && event.field(1) <= holder.frame
                && holder.frame < event.field(1) + event.field(2);
    }

    private static boolean covers(long start, long span, long va) {
        return (start & -span) == (va & -span);
    }
}
