package org.mmsim.engine.kernel.vma;

import static org.mmsim.protocol.Event.LOCKED_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMA_BACKED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMA_FLAGS_CHANGED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMA_MAPPED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMA_MERGED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMA_UNMAPPED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMA_WRITE_STARTED_FIELD_NUMBER;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.VmaMerge;
import org.mmsim.engine.kernel.Errno;
import org.mmsim.engine.kernel.fault.VmFault;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.VmFlags;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.profile.CostId;

/** Changes of the VMA tree: mapping, splitting, merging (mm/vma.c). All under mmap_lock for writing. */
public final class Vmas {
    /** Flags that two VMAs may differ in and still become one (is_mergeable_vma ignores VM_SOFTDIRTY). */
    private static final long IGNORED_BY_MERGE = VmFlags.VM_SOFTDIRTY;

    private Vmas() {}

    /** madvise_walk_vmas: the VMAs of a range. Gaps are passed over, but the operation ends with ENOMEM. */
    public static List<Vma> walk(Cpu cpu, long from, long to) {
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
    public static void map(Cpu cpu, Mm mm, Vma vma) {
        cpu.spend(CostId.VMA_UPDATE);
        cpu.record(VMA_MAPPED_FIELD_NUMBER, mm.id(), vma.start(), vma.length(), vma.flags());
        back(cpu, mm, vma);
        mergeAround(cpu, mm, vma.start(), vma.end());
    }

    /** Takes [from, to) out of the tree. */
    public static void unmap(Cpu cpu, Mm mm, long from, long to) {
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

    /**
     * copy_vma: a VMA for the pages of an old one, which has been write-started as it appears. One that was never
     * touched may as well have been mapped there.
     *
     * @param offset page offset of the first page that moves
     */
    public static void copy(Cpu cpu, Mm mm, Vma old, long offset, long to, long length) {
        boolean untouched = old.file() == 0 && old.anonVma() == 0;
        long pgoff = untouched ? to >>> mm.pageTable().format().shift(0) : offset;
        cpu.record(VMA_WRITE_STARTED_FIELD_NUMBER, mm.id(), to, length);
        map(cpu, mm, new Vma(to, to + length, old.flags(), pgoff, old.anonVma(), old.file()));
    }

    /** unlink_anon_vmas: no page of the VMA's family is left in it. */
    public static void unlinkAnonVma(Cpu cpu, Mm mm, Vma vma) {
        cpu.record(VMA_BACKED_FIELD_NUMBER, mm.id(), vma.start(), vma.pgoff(), (long) vma.file() << 32);
    }

    /** A VMA of a child, which stays as its parent's is. */
    public static void dup(Cpu cpu, Mm child, Vma vma) {
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

    /**
     * vma_modify_flags: other flags for [from, to), which one VMA holds. It is split, and the huge mappings that the new
     * boundaries cut with it, or becomes one with a neighbour.
     */
    public static Frame modifyFlags(Mm mm, long from, long to, long flags) {
        return new VmaModifyFlags(mm, from, to, flags);
    }

    /** __split_vma at both ends of [from, to): huge mappings do not reach over the boundary of a VMA. */
    public static Frame splitHugeAtEnds(Mm mm, long from, long to) {
        return new VmaAdjustTransHuge(mm, from, to);
    }

    /** The change of the tree that {@link #modifyFlags} ends with. */
    static void changeFlags(Cpu cpu, Mm mm, long from, long to, long flags) {
        cpu.spend(CostId.VMA_UPDATE);
        cpu.record(VMA_FLAGS_CHANGED_FIELD_NUMBER, mm.id(), from, to - from, flags);
        mergeAround(cpu, mm, from, to);
    }

    /**
     * vma_merge on both sides of [from, to), which is one VMA. Where the neighbours do not go with each other, the lower
     * one has it.
     */
    private static void mergeAround(Cpu cpu, Mm mm, long from, long to) {
        VmaMerge rule = cpu.kernel().policies().vmaMerge();
        Vma vma = mm.find(from);
        Vma below = mm.find(from - 1);
        Vma above = mm.vmas().get(to);
        if (vma == null || vma.start() != from || vma.end() != to) {
            throw new IllegalStateException("no VMA has just the range that changed");
        }
        boolean left = below != null && continues(mm, below, vma) && rule.anonVmasAllow(below, vma);
        boolean right = above != null && continues(mm, vma, above) && rule.anonVmasAllow(above, vma);
        if (right && !(left && bothFaulted(below, above))) {
            cpu.record(VMA_MERGED_FIELD_NUMBER, mm.id(), to);
        }
        if (left) {
            cpu.record(VMA_MERGED_FIELD_NUMBER, mm.id(), from);
        }
    }

    /** Whether two VMAs have private pages of different families (the opposite of are_anon_vmas_compatible). */
    private static boolean bothFaulted(@Nullable Vma one, @Nullable Vma other) {
        return one != null
                && other != null
                && one.anonVma() != 0
                && other.anonVma() != 0
                && one.anonVma() != other.anonVma();
    }

    /** can_vma_merge_after without its anon_vma: neighbours with the same flags, the same file, offsets that go on. */
    private static boolean continues(Mm mm, Vma below, Vma above) {
        return !above.has(VmFlags.VM_SPECIAL) && sameButFor(IGNORED_BY_MERGE, mm, below, above);
    }

    private static boolean sameButFor(long ignored, Mm mm, Vma below, Vma above) {
        long differing = (above.flags() ^ below.flags()) & ~ignored;
        long next = below.pgoff(above.start(), mm.pageTable().format().shift(0));
        return below.end() == above.start() && differing == 0 && below.file() == above.file() && above.pgoff() == next;
    }

    /** anon_vma_prepare: the VMA is about to get private pages. A neighbour's family is taken over where possible. */
    public static void prepareAnonVma(Cpu cpu, VmFault fault) {
        Mm mm = fault.mm;
        Vma vma = mm.find(fault.va);
        if (vma == null || vma.anonVma() != 0) {
            return;
        }
        int anonVma = findMergeable(mm, vma);
        back(cpu, mm, vma.withAnonVma(anonVma != 0 ? anonVma : cpu.machine().nextAnonVma()));
    }

    /** find_mergeable_anon_vma: that of a neighbour, the upper one first, which differs in access rights only. */
    private static int findMergeable(Mm mm, Vma vma) {
        Vma above = mm.vmas().get(vma.end());
        int found = above == null ? 0 : reusable(mm, vma, above, above);
        Vma below = mm.find(vma.start() - 1);
        return found != 0 || below == null ? found : reusable(mm, below, vma, below);
    }

    /** reusable_anon_vma: one that came with a fork is left alone. */
    private static int reusable(Mm mm, Vma below, Vma above, Vma old) {
        boolean compatible = sameButFor(VmFlags.VM_ACCESS | VmFlags.VM_SOFTDIRTY, mm, below, above);
        return compatible && !old.forked() ? old.anonVma() : 0;
    }
}
