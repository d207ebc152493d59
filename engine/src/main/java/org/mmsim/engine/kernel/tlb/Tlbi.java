package org.mmsim.engine.kernel.tlb;

import java.util.ArrayList;
import java.util.List;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.protocol.TlbInstruction;

/**
 * One or more arm64 TLBI of a kind in a row.
 *
 * @param instruction in its inner-shareable form
 * @param va first address, 0 for a whole address space
 * @param length bytes that are named, 0 for a whole address space
 * @param nr number of instructions
 */
record Tlbi(TlbInstruction instruction, long va, long length, int nr) {
    /** MAX_DVM_OPS: from this many steps on the address space goes instead, where no instruction names a range. */
    private static final int MAX_DVM_OPS = 512;
    /** Largest SCALE and NUM of a range instruction (Arm ARM, TLBI RVAE1IS). */
    private static final int SCALE_MAX = 3;

    private static final int NUM_MAX = 31;

    static Tlbi page(PageTableFormat format, long va) {
        return new Tlbi(TlbInstruction.vale1is, va, format.span(0), 1);
    }

    static Tlbi wholeMm() {
        return new Tlbi(TlbInstruction.aside1is, 0, 0, 1);
    }

    /**
     * __flush_tlb_range: the instructions for a range.
     *
     * @param ranges whether the CPU has FEAT_TLBIRANGE
     * @param strideLevel level of the entries
     * @param lastLevel whether the walk caches may keep what they know
     */
    static List<Tlbi> range(
            PageTableFormat format, boolean ranges, long from, long to, int strideLevel, boolean lastLevel) {
        long stride = format.span(strideLevel);
        long start = from & -stride;
        long end = to + stride - 1 & -stride;
        long pages = end - start >>> format.shift(0);
        boolean tooMany = ranges ? pages > rangePages(NUM_MAX, SCALE_MAX) : end - start >= MAX_DVM_OPS * stride;
        if (tooMany) {
            return List.of(wholeMm());
        }
        TlbInstruction single = lastLevel ? TlbInstruction.vale1is : TlbInstruction.vae1is;
        TlbInstruction range = lastLevel ? TlbInstruction.rvale1is : TlbInstruction.rvae1is;
        if (!ranges) {
            return List.of(new Tlbi(single, start, end - start, (int) ((end - start) / stride)));
        }
        return withRanges(format, single, range, start, pages);
    }

    /** __flush_tlb_range_op: the largest scale first, and a single instruction for a page that is left over. */
    private static List<Tlbi> withRanges(
            PageTableFormat format, TlbInstruction single, TlbInstruction range, long start, long pages) {
        List<Tlbi> plan = new ArrayList<>();
        long va = start;
        long left = pages;
        for (int scale = SCALE_MAX; left > 1; scale--) {
            int num = (int) (Math.min(left, rangePages(NUM_MAX, scale)) >>> 5 * scale + 1) - 1;
            if (num >= 0) {
                long length = rangePages(num, scale) << format.shift(0);
                plan.add(new Tlbi(range, va, length, 1));
                va += length;
                left -= rangePages(num, scale);
            }
        }
        if (left == 1) {
            plan.add(new Tlbi(single, va, format.span(0), 1));
        }
        return plan;
    }

    /** __TLBI_RANGE_PAGES. */
    private static long rangePages(int num, int scale) {
        return num + 1L << 5 * scale + 1;
    }

    /** Whether the walk caches forget the range too. */
    boolean tables() {
        return switch (instruction) {
            case vae1is, rvae1is, aside1is -> true;
            default -> false;
        };
    }

    /** The form that reaches this CPU only. */
    TlbInstruction local() {
        return switch (instruction) {
            case vale1is -> TlbInstruction.vale1;
            case vae1is -> TlbInstruction.vae1;
            case rvale1is -> TlbInstruction.rvale1;
            case rvae1is -> TlbInstruction.rvae1;
            case aside1is -> TlbInstruction.aside1;
            default -> throw new IllegalStateException("no local form of " + instruction);
        };
    }
}
