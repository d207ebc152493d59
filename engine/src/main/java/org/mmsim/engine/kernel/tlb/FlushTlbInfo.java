package org.mmsim.engine.kernel.tlb;

import org.mmsim.engine.mm.Mm;

/**
 * struct flush_tlb_info of x86: one flush that was asked for.
 *
 * @param length bytes from {@code start} on, 0 for the whole address space
 * @param strideLevel level of the entries
 * @param newGen the mm's tlb_gen that the flush has made
 * @param initiator CPU that asks
 */
record FlushTlbInfo(Mm mm, long start, long length, int strideLevel, boolean freedTables, long newGen, int initiator) {

    /** Number of invlpg that the range takes. */
    int pages() {
        return (int) (length / mm.pageTable().format().span(strideLevel));
    }
}
