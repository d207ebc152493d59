package org.mmsim.engine.check;

import static org.mmsim.protocol.Event.DEVICE_PAGES_REMOVED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FUNCTION_ENTERED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.LOCK_RELEASED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.OPERATION_FINISHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.OPERATION_STARTED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PAGES_READ_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PAGES_WRITTEN_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PROCESS_ENDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PROCESS_FORKED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTES_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTES_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TABLE_MOVED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMA_MAPPED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMA_UNMAPPED_FIELD_NUMBER;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.event.Fact;
import org.mmsim.engine.event.Recorder;
import org.mmsim.engine.kernel.Errno;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.memory.PageCache;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.VmFlags;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.protocol.Check;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.LockKind;
import org.mmsim.protocol.MmFlag;
import org.mmsim.protocol.Operation;

/**
 * A process reads what it last wrote (the data oracle), and writes by way of what its page table says (FK-1, TLB-2).
 * What a page has to hold comes from what programs do, never from what the kernel did for them.
 */
final class ContentChecks {
    private static final int CONTENT_MASK = 0xFFFF;
    private static final List<Integer> REMOVING =
            List.of(Operation.OP_UNMAP_VALUE, Operation.OP_MAP_VALUE, Operation.OP_REMAP_VALUE);

    private final Machine machine;
    private final PageTableFormat format;
    private final int pageShift;
    private final Operations operations;
    private final Violations violations;
    private final Map<Integer, ShadowMemory> memory = new TreeMap<>();
    private final Map<Integer, ShadowMemory> files = new TreeMap<>();
    private final List<Removal> removals = new ArrayList<>();
    /** By thread: how far an mremap moves pages. */
    private final Map<Integer, Long> distances = new TreeMap<>();
    /** Children whose parent may still write to shared pages by stale translations, with the parent. */
    private final Map<Integer, Integer> forking = new TreeMap<>();

    /**
     * @param operations told of a fact before this
     */
    ContentChecks(Machine machine, Operations operations, Violations violations) {
        this.machine = machine;
        this.format = machine.format();
        this.pageShift = format.shift(0);
        this.operations = operations;
        this.violations = violations;
    }

    void observe(Recorder recorder) {
        recorder.observe(this::started, OPERATION_STARTED_FIELD_NUMBER);
        recorder.observe(f -> finished((int) f.a, f.c), OPERATION_FINISHED_FIELD_NUMBER);
        recorder.observe(this::entered, FUNCTION_ENTERED_FIELD_NUMBER);
        recorder.observe(f -> forking.put((int) f.a, (int) f.b), PROCESS_FORKED_FIELD_NUMBER);
        recorder.observe(f -> memory.remove((int) f.a), PROCESS_ENDED_FIELD_NUMBER);
        recorder.observe(this::released, LOCK_RELEASED_FIELD_NUMBER);
        recorder.observe(this::mapped, VMA_MAPPED_FIELD_NUMBER);
        recorder.observe(this::unmapped, VMA_UNMAPPED_FIELD_NUMBER);
        recorder.observe(f -> cleared(f, 1L << machine.order((int) f.d)), TABLE_MOVED_FIELD_NUMBER);
        recorder.observe(f -> cleared(f, 1L << machine.order((int) f.c)), PTE_CLEARED_FIELD_NUMBER);
        recorder.observe(f -> cleared(f, f.c), PTES_CLEARED_FIELD_NUMBER);
        recorder.observe(this::entrySet, PTE_SET_FIELD_NUMBER);
        recorder.observe(f -> set(f, f.c), PTES_SET_FIELD_NUMBER);
        recorder.observe(f -> files.remove((int) f.a), DEVICE_PAGES_REMOVED_FIELD_NUMBER);
        recorder.observe(this::read, PAGES_READ_FIELD_NUMBER);
        recorder.observe(this::written, PAGES_WRITTEN_FIELD_NUMBER);
    }

    private void started(Fact f) {
        if (REMOVING.contains((int) f.b)) {
            beginRemoval((int) f.a);
        }
    }

    private void entered(Fact f) {
        if (f.a == KernelFunction.madvise_dontneed_single_vma_VALUE) {
            beginRemoval(machine.cpu(f.actorIndex()).thread());
        }
    }

    private void released(Fact f) {
        if (f.a == LockKind.LOCK_MMAP_WRITE_VALUE && !forking.isEmpty()) {
            forking.values().removeIf(parent -> parent == f.b);
        }
    }

    private void entrySet(Fact f) {
        if (format.present(f.d) && format.leaf((int) f.c, f.d)) {
            set(f, 1L << machine.order((int) f.c));
        }
    }

    private ShadowMemory of(long mm) {
        return memory.computeIfAbsent((int) mm, id -> new ShadowMemory());
    }

    private void beginRemoval(int thread) {
        Operations.Running at = operations.of(thread);
        if (at != null && at.from < at.to) {
            removals.add(new Removal(thread, at.mm, at.from >>> pageShift, at.to >>> pageShift, true));
        }
    }

    /** What an operation was to remove is gone now, even where the kernel forgot to. */
    private void finished(int thread, long error) {
        List<Removal> returned =
                removals.stream().filter(removal -> removal.thread == thread).toList();
        if (returned.isEmpty()) {
            return;
        }
        removals.removeAll(returned);
        ShadowMemory shadow = of(machine.mmOfThread(thread));
        boolean moved = distances.remove(thread) != null;
        for (Removal removal : returned) {
            if (error == 0 || error == Errno.ENOMEM && !moved) {
                removal.forEachEmptied(page -> shadow.set(page, 0));
                removals.forEach(other -> other.settle(removal));
            } else if (moved) {
                // Some of it may have been moved and not come back.
                removal.forEachEmptied(page -> shadow.set(page, ShadowMemory.ANY));
            }
        }
    }

    private Operations.@Nullable Running remapping(Fact f) {
        Operations.Running at = operations.of(machine.cpu(f.actorIndex()).thread());
        return at != null && at.operation == Operation.OP_REMAP && at.mm == f.a ? at : null;
    }

    /** A child's range holds what its parent's does, unless it is to be wiped; a moved one what the old place does. */
    private void mapped(Fact f) {
        long first = f.b >>> pageShift;
        long end = f.b + f.c >>> pageShift;
        leaveRemoval(f, first, end);
        Integer parent = forking.get((int) f.a);
        Operations.Running remap = remapping(f);
        if (parent != null && (f.d & VmFlags.VM_WIPEONFORK) == 0) {
            of(f.a).copy(of(parent), first, end);
        } else if (remap != null) {
            int thread = machine.cpu(f.actorIndex()).thread();
            long distance = distances.computeIfAbsent(thread, t -> f.b - remap.from >> pageShift);
            long last = Math.min(end, (remap.to >>> pageShift) + distance);
            for (long page = first; page < last; page++) {
                of(f.a).set(page, of(f.a).get(page - distance));
            }
        }
    }

    /** mmap has removed what was there when it maps; its thread goes on to populate the range. */
    private void leaveRemoval(Fact f, long first, long end) {
        int thread = machine.cpu(f.actorIndex()).thread();
        Operations.Running at = operations.of(thread);
        if (at != null && at.operation == Operation.OP_MAP) {
            removals.stream().filter(removal -> removal.thread == thread).forEach(removal -> {
                removals.forEach(other -> other.settle(removal));
                removal.leave((int) f.a, first, end, page -> of(f.a).set(page, 0));
            });
        }
    }

    private void unmapped(Fact f) {
        long first = f.b >>> pageShift;
        long end = f.b + f.c >>> pageShift;
        of(f.a).set(first, end, 0);
        if (remapping(f) != null) {
            removals.add(new Removal(machine.cpu(f.actorIndex()).thread(), (int) f.a, first, end, false));
        }
    }

    /** Entries go. Where that is what the thread was asked for, so does what the pages held. */
    private void cleared(Fact f, long pages) {
        int thread = machine.cpu(f.actorIndex()).thread();
        long first = f.b >>> pageShift;
        for (Removal removal : removals) {
            if (removal.thread == thread) {
                removal.forPartOf((int) f.a, first, first + pages, (from, to) -> of(f.a).set(from, to, 0));
            }
        }
    }

    /** What becomes visible in an address space has to be what belongs there. */
    private void set(Fact f, long pages) {
        Mm mm = machine.mm((int) f.a);
        Vma vma = mm.find(f.b);
        if (vma == null || !known(vma)) {
            return;
        }
        long frame = format.frame(f.d);
        for (long i = 0; i < pages; i++) {
            int found = machine.folios().content(frame + i) & CONTENT_MASK;
            long page = (f.b >>> pageShift) + i;
            if (current(vma, page, frame + i)) {
                expect(mm, vma, page, found);
            }
        }
    }

    /** Private mappings of files show the file until they are written, which nobody remembers here. */
    private static boolean known(Vma vma) {
        return vma.file() == 0 || vma.has(VmFlags.VM_SHARED);
    }

    /** Memory that a driver is taking back is no longer its device's, whoever still has a translation to it. */
    private boolean current(Vma vma, long page, long frame) {
        return !vma.pfnMap() || machine.devices().pages(vma.file()).getOrDefault(index(vma, page), -1L) == frame;
    }

    private ShadowMemory shadow(Mm mm, Vma vma) {
        return vma.has(VmFlags.VM_SHARED) ? files.computeIfAbsent(vma.file(), id -> new ShadowMemory()) : of(mm.id());
    }

    private long index(Vma vma, long page) {
        return vma.has(VmFlags.VM_SHARED) ? vma.pgoff(page << pageShift, pageShift) : page;
    }

    private void expect(Mm mm, Vma vma, long page, int found) {
        int expected = shadow(mm, vma).get(index(vma, page));
        if (expected != found && expected != ShadowMemory.ANY && !mayMeetOld(mm.id(), page)) {
            violations.report(Check.CHECK_CONTENT, page << pageShift, found);
        }
    }

    private boolean mayMeetOld(int mm, long page) {
        for (Removal removal : removals) {
            if (removal.mayMeetOld(mm, page)) {
                return true;
            }
        }
        return false;
    }

    private boolean beingRemoved(int mm, long page) {
        return removals.stream().anyMatch(removal -> removal.covers(mm, page));
    }

    private Mm accessing(Fact f) {
        return machine.mm(machine.mmOfThread(machine.cpu(f.actorIndex()).thread()));
    }

    private void read(Fact f) {
        Mm mm = accessing(f);
        long first = f.a >>> pageShift;
        Vma vma = null;
        for (long page = first; page < first + f.c; page++) {
            long va = page << pageShift;
            vma = vma != null && va < vma.end() ? vma : mm.find(va);
            if (vma != null && known(vma)) {
                if (current(vma, page, f.b + page - first)) {
                    expect(mm, vma, page, (int) f.d);
                    remember(mm, vma, page, (int) f.d);
                }
            } else if (vma == null && !beingRemoved(mm.id(), page)) {
                violations.report(Check.CHECK_CONTENT, va, f.d);
            }
        }
    }

    private void remember(Mm mm, Vma vma, long page, int found) {
        ShadowMemory shadow = shadow(mm, vma);
        if (shadow.get(index(vma, page)) == ShadowMemory.ANY) {
            shadow.set(index(vma, page), found);
        }
    }

    private void written(Fact f) {
        Mm mm = accessing(f);
        long first = f.a >>> pageShift;
        for (long i = 0; i < f.c; i++) {
            written(mm, first + i, f.b + i, (int) f.d);
        }
    }

    private void written(Mm mm, long page, long frame, int content) {
        long va = page << pageShift;
        int level = mm.pageTable().leafLevel(va);
        long entry = level < 0 ? 0 : mm.pageTable().entry(va, level);
        boolean there = entry != 0 && frame(entry, level, va) == frame;
        Long moved = movedBy(mm, page);
        if (moved != null && (there || maps(mm, page + moved, frame))) {
            of(mm.id()).set(page + moved, content);
        }
        if (!there && beingRemoved(mm.id(), page)) {
            removals.forEach(removal -> removal.writeInVain(mm.id(), page));
            writtenToFile(frame, content);
            return;
        }
        if ((!there || !format.write(entry)) && !beingChanged(mm, va)) {
            violations.report(Check.CHECK_STALE_WRITE, va, frame);
        }
        Vma vma = mm.find(va);
        if (vma != null && vma.has(VmFlags.VM_SHARED)) {
            if (!current(vma, page, frame)) {
                return;
            }
            shadow(mm, vma).set(index(vma, page), content);
            return;
        }
        if (vma == null) {
            // The VMA has gone before its entries, and the page may be a file's.
            writtenToFile(frame, content);
        }
        of(mm.id()).set(page, content);
        removals.forEach(removal -> removal.write(mm.id(), page));
        if (!forking.isEmpty()) {
            writtenDuringFork(mm, page, frame, content);
        }
    }

    /** What is written to a file's page by a translation on its way out is not in vain. */
    private void writtenToFile(long frame, int content) {
        PageCache cache = machine.pageCache();
        for (int file = 1; file < cache.nextFile(); file++) {
            if (cache.exists(file)) {
                writtenToFile(file, cache.pages(file), frame, content);
            }
        }
        for (int device : machine.devices().devices()) {
            writtenToFile(device, machine.devices().pages(device), frame, content);
        }
    }

    private void writtenToFile(int file, Map<Long, Long> pages, long frame, int content) {
        ShadowMemory shadow = files.computeIfAbsent(file, id -> new ShadowMemory());
        pages.forEach((index, page) -> {
            if (page == frame) {
                shadow.set(index, content);
            }
        });
    }

    /** By how many pages an mremap under way moves the page; null if none does. */
    private @Nullable Long movedBy(Mm mm, long page) {
        for (Map.Entry<Integer, Long> moving : distances.entrySet()) {
            Operations.Running at = operations.of(moving.getKey());
            long va = page << pageShift;
            if (at != null && at.mm == mm.id() && at.from <= va && va < at.to) {
                return moving.getValue();
            }
        }
        return null;
    }

    private boolean maps(Mm mm, long page, long frame) {
        long va = page << pageShift;
        int level = mm.pageTable().leafLevel(va);
        return level >= 0 && frame(mm.pageTable().entry(va, level), level, va) == frame;
    }

    private long frame(long entry, int level, long va) {
        return format.frame(entry) + ((va & format.span(level) - 1) >>> pageShift);
    }

    /** Whether somebody is taking write permission away and has not returned. */
    private boolean beingChanged(Mm mm, long va) {
        return forking.containsValue(mm.id())
                || operations.all().stream().anyMatch(at -> at.changesEntries(mm.id(), va));
    }

    /** Until fork has flushed the TLBs, the parent's stale translations write to pages that the child has as well. */
    private void writtenDuringFork(Mm parent, long page, long frame, int content) {
        long va = page << pageShift;
        forking.forEach((id, from) -> {
            Mm child = machine.mm(id);
            Vma vma = child.find(va);
            if (from != parent.id() || vma == null || vma.has(VmFlags.VM_WIPEONFORK)) {
                return;
            }
            int level = child.pageTable().leafLevel(va);
            if (level < 0) {
                // A page that may be pinned is copied some time before the child gets its entry.
                of(id).set(page, parent.hasFlag(MmFlag.MMF_HAS_PINNED) ? ShadowMemory.ANY : content);
            } else if (frame(child.pageTable().entry(va, level), level, va) == frame) {
                of(id).set(page, content);
            }
        });
    }
}
