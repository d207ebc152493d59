package org.mmsim.engine.check;

import static org.mmsim.protocol.Event.ANON_EXCLUSIVE_CHANGED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.LOCK_ACQUIRED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.LOCK_RELEASED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PROCESS_FORKED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTES_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTES_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_CHANGED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.RMAP_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.RMAP_REMOVED_FIELD_NUMBER;

import java.util.Map;
import java.util.TreeMap;
import org.mmsim.engine.event.Fact;
import org.mmsim.engine.event.Recorder;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.pagetable.PageTable;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.protocol.Check;
import org.mmsim.protocol.LockKind;
import org.mmsim.protocol.MmFlag;

/** Entries and what folios know of them: mapcounts, and whose own a page is (FR rules, FK-2, WP-1, FT-3). */
final class MappingChecks {
    /** GUP_PIN_COUNTING_BIAS. */
    private static final int PIN_BIAS = 1024;

    private final Machine machine;
    private final Folios folios;
    private final PageTableFormat format;
    private final Violations violations;
    private final MapcountLedger ledger;
    private final Map<Integer, Integer> parents = new TreeMap<>();
    private int tableLocks;

    MappingChecks(Machine machine, Violations violations) {
        this.machine = machine;
        this.folios = machine.folios();
        this.format = machine.format();
        this.violations = violations;
        ledger = new MapcountLedger(machine.memory().frames() + 1);
    }

    void observe(Recorder recorder) {
        recorder.observe(f -> tableLocks += ofTable(f) ? 1 : 0, LOCK_ACQUIRED_FIELD_NUMBER);
        recorder.observe(this::released, LOCK_RELEASED_FIELD_NUMBER);
        recorder.observe(f -> parents.put((int) f.a, (int) f.b), PROCESS_FORKED_FIELD_NUMBER);
        recorder.observe(this::mappingAdded, RMAP_ADDED_FIELD_NUMBER);
        recorder.observe(f -> count(f, 1), RMAP_ADDED_FIELD_NUMBER);
        recorder.observe(f -> count(f, -1), RMAP_REMOVED_FIELD_NUMBER);
        recorder.observe(this::madeExclusive, ANON_EXCLUSIVE_CHANGED_FIELD_NUMBER);
        recorder.observe(f -> writable(f, 1), PTE_CHANGED_FIELD_NUMBER);
        recorder.observe(this::entrySet, PTE_SET_FIELD_NUMBER);
        recorder.observe(this::entriesSet, PTES_SET_FIELD_NUMBER);
        recorder.observe(f -> entry(f.d, (int) f.c, 1, 1), PTE_CLEARED_FIELD_NUMBER);
        recorder.observe(f -> entry(f.d, 0, f.c, 1), PTES_CLEARED_FIELD_NUMBER);
    }

    private void entrySet(Fact f) {
        int level = (int) f.c;
        entry(machine.mm((int) f.a).pageTable().entry(f.b, level), level, 1, 1);
        entry(f.d, level, 1, -1);
        writable(f, 1);
        sharedWithParent(f, 1);
    }

    private void entriesSet(Fact f) {
        entry(f.d, 0, f.c, -1);
        writable(f, f.c);
        sharedWithParent(f, f.c);
    }

    private static boolean ofTable(Fact f) {
        return f.a == LockKind.LOCK_PTE_VALUE || f.a == LockKind.LOCK_PMD_VALUE;
    }

    private void released(Fact f) {
        if (ofTable(f) && --tableLocks == 0 && !ledger.balanced()) {
            ledger.settle(violations);
        }
    }

    private void count(Fact f, int sign) {
        if ((f.d & Machine.RMAP_PMD) != 0) {
            ledger.addHuge(f.a, sign);
        } else {
            ledger.add(f.a, f.b, sign);
        }
    }

    private boolean maps(long entry, int level) {
        return format.present(entry) && format.leaf(level, entry);
    }

    private boolean zero(long frame) {
        return folios.has(folios.head(frame), PageFlags.ZERO);
    }

    private void entry(long entry, int level, long count, int sign) {
        if (!maps(entry, level) || !machine.mapsNormalPage(entry)) {
            return;
        }
        if (level == 0) {
            ledger.add(format.frame(entry), count, sign);
        } else {
            ledger.addHuge(format.frame(entry), sign);
        }
    }

    /** The first page's mark speaks for a huge entry. */
    private void writable(Fact f, long count) {
        int level = f.type == PTES_SET_FIELD_NUMBER ? 0 : (int) f.c;
        if (!maps(f.d, level) || !format.valid(f.d) || !format.write(f.d)) {
            return;
        }
        long frame = format.frame(f.d);
        boolean anon = folios.has(folios.head(frame), PageFlags.ANON);
        for (long at = frame; at < frame + count; at++) {
            if (zero(at) || anon && !folios.exclusive(at)) {
                violations.report(Check.CHECK_EXCLUSIVE, at, f.b);
            }
        }
    }

    /** While a child gets its entries its parent's are read-only already. */
    private void sharedWithParent(Fact f, long count) {
        Integer parent = parents.get((int) f.a);
        int level = f.type == PTES_SET_FIELD_NUMBER ? 0 : (int) f.c;
        if (parent == null || !maps(f.d, level)) {
            return;
        }
        long frame = format.frame(f.d);
        PageTable table = machine.mm(parent).pageTable();
        for (long i = 0; i < count; i++) {
            long theirs = table.entry(f.b + i * format.span(0), level);
            boolean same = maps(theirs, level) && format.frame(theirs) == frame + i;
            if (same && format.write(theirs) && folios.has(folios.head(frame), PageFlags.ANON)) {
                violations.report(Check.CHECK_EXCLUSIVE, frame + i, f.b);
            }
        }
    }

    private int mappings(long frame) {
        long folio = folios.head(frame);
        return folios.pageMapcount(frame)
                + (folios.order(folio) == 0 ? 0 : folios.large(folio).entireMapcount());
    }

    private void madeExclusive(Fact f) {
        for (long at = f.a; f.c != 0 && at < f.a + f.b; at++) {
            if (mappings(at) > 1) {
                violations.report(Check.CHECK_EXCLUSIVE, at, 0);
            }
        }
    }

    /** A page that stays or becomes exclusive has no other mapping, but for a PMD's that is being split. */
    private void mappingAdded(Fact f) {
        long folio = folios.head(f.a);
        if ((f.d & Machine.RMAP_NEW) != 0 || folio < 0) {
            return;
        }
        boolean pmd = (f.d & Machine.RMAP_PMD) != 0;
        for (long at = f.a; at < f.a + (pmd ? 1 : f.b); at++) {
            if ((f.d & Machine.RMAP_DUPLICATED) != 0) {
                if (folios.exclusive(at) && maybePinned(folio) && ofPinner(f)) {
                    violations.report(Check.CHECK_PINNED, at, folios.refs(folio));
                }
            } else if (((f.d & Machine.RMAP_EXCLUSIVE) != 0 || folios.exclusive(at)) && othersMap(at, pmd)) {
                violations.report(Check.CHECK_EXCLUSIVE, at, 0);
            }
        }
    }

    private boolean othersMap(long frame, boolean pmd) {
        long folio = folios.head(frame);
        int entire = folios.order(folio) == 0 ? 0 : folios.large(folio).entireMapcount();
        return folios.pageMapcount(frame) > 0 || entire > (pmd ? 0 : 1);
    }

    private boolean maybePinned(long folio) {
        return folios.order(folio) > 0 ? folios.large(folio).pincount() > 0 : folios.refs(folio) >= PIN_BIAS;
    }

    private boolean ofPinner(Fact f) {
        Integer parent = parents.get((int) f.c);
        return parent != null && machine.mm(parent).hasFlag(MmFlag.MMF_HAS_PINNED);
    }
}
