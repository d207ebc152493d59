package org.mmsim.engine.check;

import static org.mmsim.protocol.Event.FUNCTION_ENTERED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.OPERATION_FINISHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.OPERATION_STARTED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PROCESS_ENDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTES_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTES_WRPROTECTED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_CHANGED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TABLE_MOVED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.THREAD_EXITED_FIELD_NUMBER;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mmsim.engine.event.Fact;
import org.mmsim.engine.event.Recorder;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.pagetable.PageTable;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.Arch;
import org.mmsim.engine.tlb.Tlb;
import org.mmsim.protocol.Check;
import org.mmsim.protocol.KernelFunction;

/**
 * Once an operation has returned, no CPU uses a translation that grants what it took back (TLB-2), and no dirty state
 * of an entry is lost with a change of it. Only what some TLB had at the time is looked at again.
 */
final class TlbChecks {
    private final Machine machine;
    private final PageTableFormat format;
    private final Violations violations;
    /** By thread: what the operation at hand has taken back so far. */
    private final Map<Integer, List<Revoked>> revoked = new TreeMap<>();
    /** By thread: an operation that returns only when what others have taken back before it is gone, too. */
    private final Map<Integer, Sweep> sweeps = new TreeMap<>();

    /** By thread: range of the operation at hand. */
    private final Map<Integer, Sweep> running = new TreeMap<>();

    /**
     * A page that can be used for less than before.
     *
     * @param writeOnly whether it can still be read
     */
    private record Revoked(long seq, int thread, int mm, long va, long frame, boolean writeOnly) {}

    private record Sweep(long seq, int mm, long from, long to) {
        boolean answersFor(Revoked r) {
            return r.seq < seq && r.mm == mm && from <= r.va && r.va < to;
        }
    }

    TlbChecks(Machine machine, Violations violations) {
        this.machine = machine;
        this.format = machine.format();
        this.violations = violations;
    }

    void observe(Recorder recorder) {
        recorder.observe(this::started, OPERATION_STARTED_FIELD_NUMBER);
        recorder.observe(this::entered, FUNCTION_ENTERED_FIELD_NUMBER);
        recorder.observe(f -> finished((int) f.a, f.c), OPERATION_FINISHED_FIELD_NUMBER);
        recorder.observe(f -> revoked.remove((int) f.a), THREAD_EXITED_FIELD_NUMBER);
        recorder.observe(
                f -> revoked.values().forEach(all -> all.removeIf(r -> r.mm == f.a)), PROCESS_ENDED_FIELD_NUMBER);
        recorder.observe(this::cleared, PTE_CLEARED_FIELD_NUMBER);
        recorder.observe(this::batchCleared, PTES_CLEARED_FIELD_NUMBER);
        recorder.observe(this::changed, PTE_SET_FIELD_NUMBER, PTE_CHANGED_FIELD_NUMBER);
        recorder.observe(this::wrprotected, PTES_WRPROTECTED_FIELD_NUMBER);
        recorder.observe(this::moved, TABLE_MOVED_FIELD_NUMBER);
    }

    private void started(Fact f) {
        int thread = (int) f.a;
        running.put(thread, new Sweep(f.seq, machine.mmOfThread(thread), f.c, f.c + f.d));
    }

    /** An mprotect that changes nothing promises nothing. */
    private void entered(Fact f) {
        if (f.a == KernelFunction.madvise_dontneed_single_vma_VALUE || f.a == KernelFunction.change_protection_VALUE) {
            int thread = machine.cpu(f.actorIndex()).thread();
            Sweep range = running.get(thread);
            if (range != null) {
                sweeps.put(thread, range);
            }
        }
    }

    private void cleared(Fact f) {
        long old = machine.mm((int) f.a).pageTable().entry(f.b, (int) f.c);
        if (!format.present(old) || !format.leaf((int) f.c, old)) {
            return;
        }
        if (format.dirty(old) && !format.dirty(f.d)) {
            violations.report(Check.CHECK_DIRTY, f.b, f.d);
        }
        revoke(f, f.b, 1L << machine.order((int) f.c), old, false);
    }

    /** Whoever takes out several entries at once gets the dirty state of all of them (get_and_clear_full_ptes). */
    private void batchCleared(Fact f) {
        if (!format.dirty(f.d) && anyDirty(machine.mm((int) f.a).pageTable(), f.b, f.c)) {
            violations.report(Check.CHECK_DIRTY, f.b, f.d);
        }
        revoke(f, f.b, f.c, f.d, false);
    }

    private boolean anyDirty(PageTable pages, long va, long count) {
        Table table = pages.existingTable(va, 0);
        int first = format.index(0, va);
        for (int i = first; i < first + count; i++) {
            if (format.dirty(table.entry(i))) {
                return true;
            }
        }
        return false;
    }

    private void changed(Fact f) {
        int level = (int) f.c;
        long old = machine.mm((int) f.a).pageTable().entry(f.b, level);
        if (!format.present(old) || !format.leaf(level, old)) {
            return;
        }
        boolean samePage = format.present(f.d) && format.leaf(level, f.d) && format.frame(f.d) == format.frame(old);
        if (samePage && keepsDirty(level) && format.dirty(old) && !format.dirty(f.d) && !dirty(format.frame(old))) {
            violations.report(Check.CHECK_DIRTY, f.b, f.d);
        }
        boolean readable = samePage && format.permits(f.d, false);
        if (!readable || !format.permits(f.d, true)) {
            revoke(f, f.b, 1L << machine.order(level), old, readable);
        }
    }

    /** pmd_modify of x86 does lose it (as of 6.18), which anonymous memory survives: nothing here cleans a huge page. */
    private boolean keepsDirty(int level) {
        return level == 0 || machine.profile().arch() != Arch.X86_64;
    }

    private boolean dirty(long frame) {
        return machine.folios().has(machine.folios().head(frame), PageFlags.DIRTY);
    }

    private void wrprotected(Fact f) {
        PageTable table = machine.mm((int) f.a).pageTable();
        for (long i = 0; i < f.c; i++) {
            long va = f.b + i * format.span(0);
            revoke(f, va, 1, table.entry(va, 0), true);
        }
    }

    /** The pages of a table that goes to another address cannot be used at the old one. */
    private void moved(Fact f) {
        PageTable table = machine.mm((int) f.a).pageTable();
        long end = f.b + format.span((int) f.d);
        for (long va = f.b; va < end; va += format.span(0)) {
            int level = table.leafLevel(va);
            if (level >= 0) {
                long leaf = table.entry(va, level);
                revoke(f, va, 1, format.advance(leaf, (va & format.span(level) - 1) >>> format.shift(0)), false);
            }
        }
    }

    /**
     * The zero pages are everywhere, and hold no secrets: while __split_huge_zero_page_pmd has the entry cleared, an
     * MADV_DONTNEED passes it by.
     */
    private void revoke(Fact f, long va, long pages, long old, boolean writeOnly) {
        long first = format.frame(old);
        if (!format.valid(old) || zeroPage(first) || writeOnly && !format.permits(old, true)) {
            return;
        }
        int thread = machine.cpu(f.actorIndex()).thread();
        for (long i = 0; i < pages; i++) {
            if (machine.translations().of(first + i) > 0) {
                revoked.computeIfAbsent(thread, t -> new ArrayList<>())
                        .add(new Revoked(f.seq, thread, (int) f.a, va + i * format.span(0), first + i, writeOnly));
            }
        }
    }

    private boolean zeroPage(long frame) {
        return frame == machine.zeroFrame() || frame == machine.hugeZeroFrame();
    }

    private void finished(int thread, long error) {
        Sweep sweep = sweeps.remove(thread);
        if (sweep != null && error == 0) {
            revoked.values()
                    .forEach(all -> all.forEach(r -> {
                        if (r.thread != thread && sweep.answersFor(r)) {
                            look(r);
                        }
                    }));
        }
        List<Revoked> own = revoked.remove(thread);
        if (own != null) {
            own.forEach(this::look);
        }
    }

    private void look(Revoked r) {
        if (machine.translations().of(r.frame) == 0 || takenBackSince(r)) {
            return;
        }
        for (int cpu = 0; cpu < machine.cpuCount(); cpu++) {
            int place = machine.usablePlace(cpu, r.mm, r.va);
            Tlb tlb = machine.tlb(cpu);
            if (place >= 0 && tlb.frame(place, r.va) == r.frame && !granted(r, tlb.entryAt(place))) {
                violations.report(Check.CHECK_TLB_FRESH, r.va, r.frame);
                return;
            }
        }
    }

    /** Whether somebody else has to see to it now. */
    private boolean takenBackSince(Revoked r) {
        for (List<Revoked> all : revoked.values()) {
            for (Revoked other : all) {
                if (other.thread != r.thread
                        && other.seq > r.seq
                        && other.mm == r.mm
                        && other.va == r.va
                        && other.frame == r.frame) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the page table grants what the cached entry does; what was not taken back does not count. */
    private boolean granted(Revoked r, long cached) {
        boolean write = format.permits(cached, true);
        if (r.writeOnly && !write) {
            return true;
        }
        PageTable table = machine.mm(r.mm).pageTable();
        int level = table.leafLevel(r.va);
        if (level < 0) {
            return false;
        }
        long leaf = table.entry(r.va, level);
        long frame = format.frame(leaf) + ((r.va & format.span(level) - 1) >>> format.shift(0));
        return frame == r.frame && format.permits(leaf, write);
    }
}
