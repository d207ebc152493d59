package org.mmsim.engine.memory;

import org.mmsim.engine.snapshot.StateInput;
import org.mmsim.engine.snapshot.StateOutput;

/** What struct folio has beyond struct page: the counts of a folio of order 1 and more. They count from 0 here. */
public final class LargeFolio {
    int entireMapcount;
    int largeMapcount;
    int nrPagesMapped;
    int pincount;
    long index;
    int anonVma;
    final MmOwners owners = new MmOwners();

    /** Mappings of the whole by a PMD entry (_entire_mapcount). */
    public int entireMapcount() {
        return entireMapcount;
    }

    /** Mappings of all pages by PTE entries, and of the whole by PMD entries (_large_mapcount). */
    public int largeMapcount() {
        return largeMapcount;
    }

    /** Pages that have a PTE entry of their own (_nr_pages_mapped without the bias of PMD entries). */
    public int nrPagesMapped() {
        return nrPagesMapped;
    }

    /** FOLL_PIN references (_pincount). */
    public int pincount() {
        return pincount;
    }

    /** Page offset that its first page has in every VMA that may map it (folio->index). */
    public long index() {
        return index;
    }

    /** Number of the root of the families that may map it (folio_anon_vma, its root). */
    public int anonVma() {
        return anonVma;
    }

    /** Which address spaces map it (_mm_id, 6.15 on). */
    public MmOwners owners() {
        return owners;
    }

    void save(StateOutput out) {
        out.signed(entireMapcount);
        out.signed(largeMapcount);
        out.signed(nrPagesMapped);
        out.signed(pincount);
        out.unsigned(index);
        out.unsigned(anonVma);
        owners.save(out);
    }

    void restore(StateInput in) {
        entireMapcount = in.signedInt("entire mapcount");
        largeMapcount = in.signedInt("large mapcount");
        nrPagesMapped = in.signedInt("number of mapped pages");
        pincount = in.signedInt("pincount");
        index = in.unsigned();
        anonVma = in.upTo(Integer.MAX_VALUE, "number of an anon_vma");
        owners.restore(in);
    }
}
