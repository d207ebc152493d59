package org.mmsim.engine.kernel.tlb;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.MmuGather;
import org.mmsim.engine.profile.Arch;

/** Flushes as mm/ asks for them, in the way of the machine's architecture. */
public final class TlbFlush {
    private TlbFlush() {}

    /** tlb_flush: what a gather has pending. */
    public static Frame of(Cpu cpu, Mm mm, MmuGather gather) {
        return switch (arch(cpu)) {
            case POWERPC_BOOK3S64_RADIX -> RadixTlbFlush.of(mm, gather);
            case X86_64 ->
                gather.fullMm() ? FlushTlbMmRange.ofWhole(mm) : new FlushTlbMmRange(mm, gather.start(), gather.end());
            case ARM64, ARM64_WITHOUT_HAFDBS ->
                gather.fullMm()
                        ? FlushTlbRange.ofWhole(mm)
                        : new FlushTlbRange(mm, gather.start(), gather.end(), gather.freedTables());
        };
    }

    /** flush_tlb_page, flush_pmd_tlb_range: one entry of a level. */
    public static Frame page(Cpu cpu, Mm mm, long va, int level) {
        return range(cpu, mm, va, va + mm.pageTable().format().span(level), level);
    }

    /** flush_tlb_range: leaf entries of a level. */
    public static Frame range(Cpu cpu, Mm mm, long from, long to, int level) {
        return switch (arch(cpu)) {
            case POWERPC_BOOK3S64_RADIX -> RadixTlbFlush.ofRange(mm, from, to, level);
            case X86_64 -> new FlushTlbMmRange(mm, from, to);
            case ARM64, ARM64_WITHOUT_HAFDBS -> new FlushTlbRange(mm, from, to, false);
        };
    }

    /** flush_tlb_mm: the whole address space. */
    public static Frame mm(Cpu cpu, Mm mm) {
        return switch (arch(cpu)) {
            case POWERPC_BOOK3S64_RADIX -> RadixTlbFlush.ofWhole(mm);
            case X86_64 -> FlushTlbMmRange.ofWhole(mm);
            case ARM64, ARM64_WITHOUT_HAFDBS -> FlushTlbRange.ofWhole(mm);
        };
    }

    /** Whether entries of one size are flushed before those of another are gathered (tlb_change_page_size). */
    public static boolean flushesBeforeOtherSize(Cpu cpu) {
        return arch(cpu) == Arch.POWERPC_BOOK3S64_RADIX;
    }

    private static Arch arch(Cpu cpu) {
        return cpu.machine().profile().arch();
    }
}
