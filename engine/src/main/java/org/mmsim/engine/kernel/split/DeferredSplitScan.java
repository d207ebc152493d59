package org.mmsim.engine.kernel.split;

import static org.mmsim.protocol.Event.DEFERRED_SPLIT_REMOVED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMSTAT_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_FOLIO;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.ThpControl;
import org.mmsim.protocol.VmstatItem;

/**
 * deferred_split_scan over the whole queue, as drop_caches makes it run: splits folios that are mapped in part, and huge
 * ones that hold hardly anything but zeros. Whatever else is on the queue leaves it.
 */
public final class DeferredSplitScan extends Frame {
    private static final Program<DeferredSplitScan> PROGRAM = Program.<DeferredSplitScan>of(
                    KernelFunction.deferred_split_scan)
            .step((cpu, f) -> cpu.spend(CostId.SYSCALL))
            .step((cpu, f) -> f.isolate(cpu))
            .loop((cpu, f) -> !f.list.isEmpty())
            .step((cpu, f) -> f.examine(cpu))
            .when((cpu, f) -> f.splitting != null)
            .call((cpu, f) -> f.splitting)
            .step((cpu, f) -> f.countUnderused(cpu))
            .unlock(LOCK_FOLIO, (cpu, f) -> f.folio)
            .end()
            .step((cpu, f) -> f.release(cpu))
            .end()
            .build();

    /** Folios that this scan has a reference on. */
    private final Deque<Long> list = new ArrayDeque<>();

    private long folio;
    private boolean underused;
    private @Nullable SplitFolio splitting;

    public DeferredSplitScan() {
        super(PROGRAM);
    }

    /** References keep the folios from being freed underneath; the one that was queued last comes first. */
    private void isolate(Cpu cpu) {
        for (long queued : List.copyOf(cpu.machine().deferredSplit())) {
            Folio.get(cpu, queued);
            list.addFirst(queued);
        }
    }

    private void examine(Cpu cpu) {
        Folios folios = cpu.machine().folios();
        folio = list.removeFirst();
        splitting = null;
        underused = !folios.has(folio, PageFlags.PARTIALLY_MAPPED) && underused(cpu);
        boolean wanted = underused || folios.has(folio, PageFlags.PARTIALLY_MAPPED);
        if (wanted && cpu.tryLock(LOCK_FOLIO, folio)) {
            splitting = new SplitFolio(folio);
        }
    }

    /** thp_underused: more zero pages than khugepaged would fill in; with the largest limit none is looked at. */
    private boolean underused(Cpu cpu) {
        int limit = cpu.machine().thp().global(ThpControl.THP_MAX_PTES_NONE);
        int pages = 1 << cpu.machine().format().order(1);
        if (limit == pages - 1) {
            return false;
        }
        Folios folios = cpu.machine().folios();
        long end = folio + (1L << folios.order(folio));
        int zeros = 0;
        int filled = 0;
        for (long page = folio; page < end && zeros <= limit && filled < pages - limit; page++) {
            if (folios.content(page) == 0) {
                zeros++;
            } else {
                filled++;
            }
        }
        return zeros > limit;
    }

    private void countUnderused(Cpu cpu) {
        if (underused && splitting != null && splitting.done()) {
            cpu.record(VMSTAT_ADDED_FIELD_NUMBER, VmstatItem.thp_underused_split_page_VALUE, 1);
        }
    }

    /** A folio that was not split stays queued only while it is mapped in part. */
    private void release(Cpu cpu) {
        Folios folios = cpu.machine().folios();
        boolean queued = folios.has(folio, PageFlags.DEFERRED_SPLIT);
        if (queued && !folios.has(folio, PageFlags.PARTIALLY_MAPPED)) {
            cpu.record(DEFERRED_SPLIT_REMOVED_FIELD_NUMBER, folio);
        }
        Folio.put(cpu, folio);
    }
}
