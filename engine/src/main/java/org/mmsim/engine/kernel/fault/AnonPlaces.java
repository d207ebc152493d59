package org.mmsim.engine.kernel.fault;

import java.util.ArrayList;
import java.util.List;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.engine.pagetable.PageTableFormat;

/**
 * Where pages of an anonymous folio may be mapped (rmap_walk_anon). All VMAs that hold the page offsets are looked at,
 * those of other families too: what they map says whether it is the folio.
 */
public final class AnonPlaces {
    private AnonPlaces() {}

    /** Addresses of one VMA within the range of one PMD entry. */
    public record Place(Mm mm, Vma vma, long from, long to) {}

    /** The places for {@code pages} pages from page offset {@code index} on. */
    public static List<Place> of(Machine machine, long index, long pages) {
        List<Place> places = new ArrayList<>();
        for (Mm mm : machine.mms()) {
            for (Vma vma : mm.vmas().values()) {
                add(places, mm, vma, index, pages);
            }
        }
        return places;
    }

    private static void add(List<Place> places, Mm mm, Vma vma, long index, long pages) {
        PageTableFormat format = mm.pageTable().format();
        int shift = format.shift(0);
        long first = Math.max(index, vma.pgoff());
        long last = Math.min(index + pages, vma.pgoff() + (vma.length() >>> shift));
        if (vma.anonVma() == 0 || first >= last) {
            return;
        }
        long end = vma.start() + (last - vma.pgoff() << shift);
        long next;
        for (long at = vma.start() + (first - vma.pgoff() << shift); at < end; at = next) {
            next = Math.min(end, (at & -format.span(1)) + format.span(1));
            places.add(new Place(mm, vma, at, next));
        }
    }
}
