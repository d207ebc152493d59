package org.mmsim.engine.kernel.tlb;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.MmuGather;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.profile.Arch;

/** Flushes as mm/ asks for them, in the way of the machine's architecture. */
public final class TlbFlush {
    private TlbFlush() {}

    /** tlb_flush: what a gather has pending, or null where the architecture need not flush that. */
    public static @Nullable Frame of(Cpu cpu, Mm mm, MmuGather gather) {
        return switch (arch(cpu)) {
            case POWERPC_BOOK3S64_RADIX -> RadixTlbFlush.of(mm, gather);
            case X86_64 -> x86(mm, gather);
            case ARM64, ARM64_WITHOUT_HAFDBS -> arm64(cpu, mm, gather);
        };
    }

    private static Frame x86(Mm mm, MmuGather gather) {
        return gather.fullMm()
                ? FlushTlbMmRange.ofWhole(mm, gather.freedTables())
                : new FlushTlbMmRange(mm, gather.start(), gather.end(), gather.strideLevel(), gather.freedTables());
    }

    /** A whole address space goes without a flush: its ASID is not handed out again before everything is flushed. */
    private static @Nullable Frame arm64(Cpu cpu, Mm mm, MmuGather gather) {
        if (gather.fullMm()) {
            return gather.freedTables() ? FlushTlbRange.ofWhole(mm) : null;
        }
        return FlushTlbRange.of(cpu, mm, gather.start(), gather.end(), gather.strideLevel(), !gather.freedTables());
    }

    /** flush_tlb_page: a leaf entry of the lowest level, or a higher one that the CPU took for the access. */
    public static Frame page(Cpu cpu, Mm mm, long va) {
        PageTableFormat format = mm.pageTable().format();
        return switch (arch(cpu)) {
            case POWERPC_BOOK3S64_RADIX -> RadixTlbFlush.ofRange(mm, va, va + format.span(0), 0);
            case X86_64 -> new FlushTlbMmRange(mm, va, va + format.span(0), 0, false);
            case ARM64, ARM64_WITHOUT_HAFDBS -> FlushTlbRange.ofPage(mm, va);
        };
    }

    /** What goes with ptep_set_access_flags and pmdp_set_access_flags; x86 flushes nothing there. */
    public static Frame accessFlags(Cpu cpu, Mm mm, long va, int level) {
        return level > 0 && arch(cpu) == Arch.POWERPC_BOOK3S64_RADIX ? pmd(cpu, mm, va) : page(cpu, mm, va);
    }

    /** flush_pmd_tlb_range: one huge entry. */
    public static Frame pmd(Cpu cpu, Mm mm, long va) {
        long end = va + mm.pageTable().format().span(1);
        return switch (arch(cpu)) {
            case POWERPC_BOOK3S64_RADIX -> RadixTlbFlush.ofRange(mm, va, end, 1);
            case X86_64 -> range(cpu, mm, va, end);
            case ARM64, ARM64_WITHOUT_HAFDBS -> FlushTlbRange.of(cpu, mm, va, end, 1, false);
        };
    }

    /** flush_tlb_range: entries of the lowest level, and on x86 and arm64 what the walk caches know of the range. */
    public static Frame range(Cpu cpu, Mm mm, long from, long to) {
        return switch (arch(cpu)) {
            case POWERPC_BOOK3S64_RADIX -> RadixTlbFlush.ofRange(mm, from, to, 0);
            case X86_64 -> new FlushTlbMmRange(mm, from, to, 0, true);
            case ARM64, ARM64_WITHOUT_HAFDBS -> FlushTlbRange.of(cpu, mm, from, to, 0, false);
        };
    }

    /** flush_tlb_mm: the whole address space. */
    public static Frame mm(Cpu cpu, Mm mm) {
        return switch (arch(cpu)) {
            case POWERPC_BOOK3S64_RADIX -> RadixTlbFlush.ofWhole(mm);
            case X86_64 -> FlushTlbMmRange.ofWhole(mm, true);
            case ARM64, ARM64_WITHOUT_HAFDBS -> FlushTlbRange.ofWhole(mm);
        };
    }

    /** Whether entries of one size are flushed before those of another are gathered (tlb_change_page_size). */
    public static boolean flushesBeforeOtherSize(Cpu cpu) {
        return arch(cpu) == Arch.POWERPC_BOOK3S64_RADIX;
    }

    /** Whether one flush may be for several VMAs (CONFIG_MMU_GATHER_MERGE_VMAS). */
    static boolean mergesVmas(Cpu cpu) {
        return switch (arch(cpu)) {
            case POWERPC_BOOK3S64_RADIX, X86_64 -> true;
            case ARM64, ARM64_WITHOUT_HAFDBS -> false;
        };
    }

    private static Arch arch(Cpu cpu) {
        return cpu.machine().profile().arch();
    }
}
