package org.mmsim.scenarios.procfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

/** An address space made up of what a test says. */
final class FakeSpace implements AddressSpaceView {
    static final long PAGE = 4096;
    static final long RW = VmFlag.READ.mask() | VmFlag.WRITE.mask() | VmFlag.MAYREAD.mask() | VmFlag.MAYWRITE.mask();
    static final int TOUCHED = Leaf.Bit.YOUNG.mask() | Leaf.Bit.DIRTY.mask();

    private final List<VmaView> vmas = new ArrayList<>();
    private final List<Leaf> leaves = new ArrayList<>();
    private final Map<Long, PageInfo> pages = new TreeMap<>();

    FakeSpace vma(long firstPage, long count, long flags) {
        vmas.add(new VmaView(firstPage * PAGE, (firstPage + count) * PAGE, flags, 0, "", 0));
        return this;
    }

    FakeSpace leaf(long page, long count, long frame, int bits) {
        leaves.add(new Leaf(page * PAGE, count, Leaf.Kind.PRESENT, frame, bits, -1, 0, 0));
        return this;
    }

    FakeSpace absent(long page, Leaf.Kind kind, int bits, int type, long offset, int users) {
        leaves.add(new Leaf(page * PAGE, 1, kind, -1, bits, type, offset, users));
        return this;
    }

    /** A folio whose pages are mapped as often as the counts say, one for each page or one for all. */
    FakeSpace folio(long head, int order, int refs, PageInfo.Kind kind, long flags, long... mapcounts) {
        for (int i = 0; i < 1 << order; i++) {
            long mapcount = mapcounts[mapcounts.length == 1 ? 0 : i];
            pages.put(head + i, new PageInfo(head, order, refs, mapcount, kind.isNormal(), kind, flags));
        }
        return this;
    }

    @Override
    public List<VmaView> vmas() {
        return vmas;
    }

    @Override
    public void leaves(long from, long to, Consumer<Leaf> visitor) {
        for (Leaf leaf : leaves) {
            if (leaf.va() < to && leaf.va() + leaf.pages() * PAGE > from) {
                visitor.accept(leaf);
            }
        }
    }

    @Override
    public Frames frames() {
        return frame -> Objects.requireNonNull(pages.get(frame));
    }

    @Override
    public long pageBytes() {
        return PAGE;
    }
}
