package org.mmsim.engine.check;

import static org.mmsim.protocol.Event.FOLIO_ALLOCATED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_FREED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FUNCTION_ENTERED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.OPERATION_FINISHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PROCESS_ENDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.RMAP_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.RMAP_REMOVED_FIELD_NUMBER;

import java.util.Map;
import java.util.TreeMap;
import org.mmsim.engine.event.Fact;
import org.mmsim.engine.event.Recorder;
import org.mmsim.engine.machine.CpuState;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.LargeFolio;
import org.mmsim.engine.memory.PageCache;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.protocol.Check;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.MthpStat;
import org.mmsim.protocol.VmstatItem;

/**
 * Every count of every folio, whenever nobody is in the middle of changing one. Looking at all folios is put off until
 * as many have changed, so that it costs little per change.
 */
final class AccountingChecks {
    /** Changes after which a look is due, however small the memory in use. */
    private static final long LEAST_CHANGES = 64;

    /** GUP_PIN_COUNTING_BIAS. */
    private static final int PIN_BIAS = 1024;

    private final Machine machine;
    private final Folios folios;
    private final Operations operations;
    private final Violations violations;
    private long changes;
    private long framesInUse;
    /** Whether pipes may hold references, of which no fact says how many. */
    private boolean pipes;

    /**
     * @param operations told of a fact before this
     */
    AccountingChecks(Machine machine, Operations operations, Violations violations) {
        this.machine = machine;
        this.folios = machine.folios();
        this.operations = operations;
        this.violations = violations;
    }

    void observe(Recorder recorder) {
        recorder.observe(f -> changes++, FOLIO_ALLOCATED_FIELD_NUMBER);
        recorder.observe(f -> pipes |= f.a == KernelFunction.vmsplice_to_pipe_VALUE, FUNCTION_ENTERED_FIELD_NUMBER);
        recorder.observe(this::freed, FOLIO_FREED_FIELD_NUMBER);
        recorder.observe(f -> changes += f.b, RMAP_ADDED_FIELD_NUMBER, RMAP_REMOVED_FIELD_NUMBER);
        recorder.observe(f -> auditIfDue(), OPERATION_FINISHED_FIELD_NUMBER, PROCESS_ENDED_FIELD_NUMBER);
    }

    private void freed(Fact f) {
        changes++;
        if (folios.has(f.a, PageFlags.DEFERRED_SPLIT)) {
            violations.report(Check.CHECK_ACCOUNTING, f.a, 0);
        }
    }

    private void auditIfDue() {
        if (changes >= LEAST_CHANGES + framesInUse && operations.nobodyInTheMiddle()) {
            audit();
        }
    }

    /** Looks at every folio, and at every entry of every page table. */
    void atEnd() {
        if (operations.nobodyInTheMiddle()) {
            audit();
            recount();
        }
    }

    private void audit() {
        Audit audit = new Audit();
        folios.forEach(audit::folio);
        audit.finish();
        changes = 0;
        framesInUse = audit.frames;
    }

    /** One look at all folios. */
    private final class Audit {
        /** References of batches and of the page cache. */
        private final Map<Long, Integer> kept = new TreeMap<>();

        private final Map<Integer, Integer> anonByOrder = new TreeMap<>();
        private final Map<Integer, Integer> partialByOrder = new TreeMap<>();
        private long frames;
        private int queued;
        private long pins;

        Audit() {
            for (int cpu = 0; cpu < machine.cpuCount(); cpu++) {
                for (int kind = 0; kind < CpuState.BATCHES; kind++) {
                    machine.cpu(cpu).batch(kind).forEach(folio -> kept.merge(folio, 1, Integer::sum));
                }
            }
            PageCache cache = machine.pageCache();
            for (int file = 1; file < cache.nextFile(); file++) {
                if (cache.exists(file)) {
                    cache.pages(file).values().forEach(page -> kept.merge(folios.head(page), 1, Integer::sum));
                }
            }
        }

        void folio(long folio) {
            int order = folios.order(folio);
            if (folio < machine.memory().frames()) {
                frames += 1L << order;
            }
            if (folios.has(folio, PageFlags.ANON | PageFlags.SWAPBACKED)) {
                references(folio, order);
            }
            if (folios.has(folio, PageFlags.ANON) && order > 0) {
                large(folio, order);
            }
        }

        private void references(long folio, int order) {
            int others = folios.refs(folio) - folios.mapcount(folio) - kept.getOrDefault(folio, 0);
            int ofPins = order > 0 ? folios.large(folio).pincount() : others - others % PIN_BIAS;
            if (others < ofPins || others > ofPins && !pipes) {
                violations.report(Check.CHECK_ACCOUNTING, folio, others - ofPins);
            }
            pins += order > 0 ? ofPins : ofPins / PIN_BIAS;
        }

        private void large(long folio, int order) {
            LargeFolio large = folios.large(folio);
            int mapped = 0;
            int total = large.entireMapcount();
            for (long page = folio; page < folio + (1L << order); page++) {
                mapped += folios.pageMapcount(page) > 0 ? 1 : 0;
                total += folios.pageMapcount(page);
            }
            boolean partial = mapped > 0 && mapped < 1 << order && large.entireMapcount() == 0;
            boolean marked = folios.has(folio, PageFlags.PARTIALLY_MAPPED);
            boolean onQueue = folios.has(folio, PageFlags.DEFERRED_SPLIT);
            if (mapped != large.nrPagesMapped()
                    || total != large.largeMapcount()
                    || partial && order > 1 && !(marked && onQueue)
                    || onQueue != machine.deferredSplit().contains(folio)) {
                violations.report(Check.CHECK_ACCOUNTING, folio, mapped);
            }
            anonByOrder.merge(order, 1, Integer::sum);
            partialByOrder.merge(order, marked ? 1 : 0, Integer::sum);
            queued += onQueue ? 1 : 0;
        }

        void finish() {
            if (queued != machine.deferredSplit().size()) {
                violations.report(
                        Check.CHECK_ACCOUNTING, -1, machine.deferredSplit().size());
            }
            if (frames != machine.memory().frames() - machine.memory().unallocated()) {
                violations.report(Check.CHECK_ACCOUNTING, -1, frames);
            }
            long pinned =
                    machine.vmstat(VmstatItem.nr_foll_pin_acquired) - machine.vmstat(VmstatItem.nr_foll_pin_released);
            if (pins != pinned) {
                violations.report(Check.CHECK_ACCOUNTING, -1, pins - pinned);
            }
            for (int order = 1; order <= machine.format().order(1); order++) {
                statistic(order, MthpStat.nr_anon, anonByOrder);
                statistic(order, MthpStat.nr_anon_partially_mapped, partialByOrder);
            }
        }

        private void statistic(int order, MthpStat stat, Map<Integer, Integer> counted) {
            if (machine.mthpStat(order, stat) != counted.getOrDefault(order, 0)) {
                violations.report(Check.CHECK_ACCOUNTING, -order, machine.mthpStat(order, stat));
            }
        }
    }

    /** Mapcounts against the page tables, from the beginning. */
    private void recount() {
        PageTableFormat format = machine.format();
        MapcountLedger ledger = new MapcountLedger(machine.memory().frames() + 1);
        for (Mm mm : machine.mms()) {
            mm.pageTable().leaves(0, format.limit(), (va, level, entry) -> {
                long frame = format.frame(entry);
                if (!format.present(entry) || !machine.mapsNormalPage(entry)) {
                    return;
                }
                if (level == 0) {
                    ledger.add(frame, 1, -1);
                } else {
                    ledger.addHuge(frame, -1);
                }
            });
        }
        folios.forEach(folio -> {
            int order = folios.order(folio);
            for (long page = folio; page < folio + (1L << order); page++) {
                ledger.add(page, 1, folios.pageMapcount(page));
            }
            if (order > 0) {
                ledger.addHuge(folio, folios.large(folio).entireMapcount());
            }
        });
        if (!ledger.balanced()) {
            ledger.settle(violations);
        }
    }
}
