package org.mmsim.engine.kernel;

import static org.mmsim.protocol.Event.LOCKED_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMA_BACKED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMA_FLAGS_CHANGED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMA_MAPPED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMA_MERGED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMA_UNMAPPED_FIELD_NUMBER;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.VmFlags;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.PageTable;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.profile.CostId;

/** Changes of the VMA tree: mapping, splitting, merging (mm/vma.c). All under mmap_lock for writing. */
final class Vmas {
    /** Flags that two VMAs may differ in and still become one (is_mergeable_vma ignores VM_SOFTDIRTY). */
    private static final long IGNORED_BY_MERGE = VmFlags.VM_SOFTDIRTY;

    private Vmas() {}

    /** madvise_walk_vmas: the VMAs of a range. Gaps are passed over, but the operation ends with ENOMEM. */
    static List<Vma> walk(Cpu cpu, long from, long to) {
        List<Vma> vmas = cpu.mm().overlapping(from, to);
        long covered = from;
        for (Vma vma : vmas) {
            if (vma.start() > covered) {
                break;
            }
            covered = vma.end();
        }
        if (covered < to) {
            cpu.current().fail(Errno.ENOMEM);
        }
        return vmas;
    }

    /** A new VMA, which becomes one with its neighbours where it can (mmap_region). */
    static void map(Cpu cpu, Mm mm, Vma vma) {
        cpu.spend(CostId.VMA_UPDATE);
        cpu.record(VMA_MAPPED_FIELD_NUMBER, mm.id(), vma.start(), vma.length(), vma.flags());
        back(cpu, mm, vma);
        mergeAround(cpu, mm, vma.start(), vma.end());
    }

    /** Takes [from, to) out of the tree. */
    static void unmap(Cpu cpu, Mm mm, long from, long to) {
        int shift = mm.pageTable().format().shift(0);
        long locked = 0;
        for (Vma vma : mm.overlapping(from, to)) {
            locked += vma.has(VmFlags.VM_LOCKED) ? vma.cut(from, to, shift).length() : 0;
        }
        cpu.record(VMA_UNMAPPED_FIELD_NUMBER, mm.id(), from, to - from);
        if (locked > 0) {
            cpu.record(LOCKED_ADDED_FIELD_NUMBER, mm.id(), -locked >> shift);
        }
    }

    /** A VMA of a child, which stays as its parent's is. */
    static void dup(Cpu cpu, Mm child, Vma vma) {
        cpu.spend(CostId.VMA_UPDATE);
        cpu.record(VMA_MAPPED_FIELD_NUMBER, child.id(), vma.start(), vma.length(), vma.flags());
        back(cpu, child, vma);
    }

    /** Says what is behind a VMA where that is not what a new one has. */
    private static void back(Cpu cpu, Mm mm, Vma vma) {
        boolean usual = vma.anonVma() == 0
                && vma.file() == 0
                && vma.pgoff() == vma.start() >>> mm.pageTable().format().shift(0);
        if (!usual) {
            long backing = (long) vma.file() << 32 | vma.anonVma();
            cpu.record(VMA_BACKED_FIELD_NUMBER, mm.id(), vma.start(), vma.pgoff(), backing);
        }
    }

    /** split_huge_pmd_if_needed: what splits a huge entry that a VMA is about to end, or begin, inside of; else null. */
    static @Nullable Frame splitHugeAt(Mm mm, Vma vma, long va) {
        PageTable pageTable = mm.pageTable();
        PageTableFormat format = pageTable.format();
        long start = va & -format.span(1);
        boolean inside = va != start && vma.contains(start, start + format.span(1));
        if (!inside || pageTable.table(va, 1) == null) {
            return null;
        }
        long entry = pageTable.entry(va, 1);
        boolean huge = format.present(entry) && format.leaf(1, entry);
        return huge ? new SplitHugePmd(mm, vma, pageTable.existingTable(va, 1), start) : null;
    }

    /** vma_modify_flags: other flags for [from, to), which one VMA holds; it is split, or becomes one with a neighbour. */
    static void changeFlags(Cpu cpu, Mm mm, long from, long to, long flags) {
        cpu.spend(CostId.VMA_UPDATE);
        cpu.record(VMA_FLAGS_CHANGED_FIELD_NUMBER, mm.id(), from, to - from, flags);
        mergeAround(cpu, mm, from, to);
    }

    /** vma_merge on both sides of [from, to), which is one VMA. */
    private static void mergeAround(Cpu cpu, Mm mm, long from, long to) {
        if (mergeable(mm, mm.vmas().get(to), mm.find(to - 1))) {
            cpu.record(VMA_MERGED_FIELD_NUMBER, mm.id(), to);
        }
        Map.Entry<Long, Vma> below = mm.vmas().lowerEntry(from);
        if (below != null && mergeable(mm, mm.vmas().get(from), below.getValue())) {
            cpu.record(VMA_MERGED_FIELD_NUMBER, mm.id(), from);
        }
    }

    /** can_vma_merge_after: same flags, same backing, offsets that go on, and at most one family of private pages. */
    private static boolean mergeable(Mm mm, @Nullable Vma vma, @Nullable Vma before) {
        if (vma == null || before == null || before.end() != vma.start()) {
            return false;
        }
        long differing = (vma.flags() ^ before.flags()) & ~IGNORED_BY_MERGE;
        boolean sameAnon = vma.anonVma() == 0 || before.anonVma() == 0 || vma.anonVma() == before.anonVma();
        long next = before.pgoff(vma.start(), mm.pageTable().format().shift(0));
        return differing == 0 && vma.file() == before.file() && sameAnon && vma.pgoff() == next;
    }

    /** anon_vma_prepare: the VMA is about to get private pages. A neighbour's family is taken over where possible. */
    static void prepareAnonVma(Cpu cpu, VmFault fault) {
        Mm mm = fault.mm;
        Vma vma = mm.find(fault.va);
        if (vma == null || vma.anonVma() != 0) {
            return;
        }
        int anonVma = findMergeable(mm, vma);
        back(cpu, mm, vma.withAnonVma(anonVma != 0 ? anonVma : cpu.machine().nextAnonVma()));
    }

    /** find_mergeable_anon_vma: a neighbour that differs in access rights only. */
    private static int findMergeable(Mm mm, Vma vma) {
        Vma after = mm.vmas().get(vma.end());
        if (after != null && reusable(mm, after, vma)) {
            return after.anonVma();
        }
        Map.Entry<Long, Vma> below = mm.vmas().lowerEntry(vma.start());
        return below != null && reusable(mm, vma, below.getValue())
                ? below.getValue().anonVma()
                : 0;
    }

    private static boolean reusable(Mm mm, Vma vma, Vma before) {
        long differing = (vma.flags() ^ before.flags()) & ~(VmFlags.VM_ACCESS | VmFlags.VM_SOFTDIRTY);
        return before.end() == vma.start()
                && differing == 0
                && vma.file() == before.file()
                && vma.pgoff()
                        == before.pgoff(vma.start(), mm.pageTable().format().shift(0));
    }
}
