package org.mmsim.scenarios.procfs;

import java.util.List;
import java.util.function.Consumer;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.pagetable.PageTableFormat;

/** An address space of the simulated machine. */
public final class SimulatedAddressSpace implements AddressSpaceView {
    /** Swap type of a PTE marker. */
    private static final int MARKER_TYPE = 31;

    private final Machine machine;
    private final Mm mm;
    private final PageTableFormat format;

    public SimulatedAddressSpace(Machine machine, Mm mm) {
        this.machine = machine;
        this.mm = mm;
        this.format = machine.format();
    }

    @Override
    public List<VmaView> vmas() {
        return mm.vmas().values().stream()
                .map(vma -> new VmaView(vma.start(), vma.end(), vma.flags(), 0, "", 0))
                .toList();
    }

    @Override
    public void leaves(long from, long to, Consumer<Leaf> visitor) {
        mm.pageTable().leaves(from, to, (va, level, entry) -> visitor.accept(leaf(va, level, entry)));
    }

    private Leaf leaf(long va, int level, long entry) {
        long pages = 1L << format.order(level);
        int bits = format.softDirty(entry) ? Leaf.Bit.SOFT_DIRTY.mask() : 0;
        if (!format.present(entry)) {
            int type = format.swapTypeOf(entry);
            Leaf.Kind kind = type == MARKER_TYPE ? Leaf.Kind.MARKER : Leaf.Kind.SWAP;
            return new Leaf(va, pages, kind, -1, bits, type, format.swapOffset(entry), 1);
        }
        bits |= format.young(entry) ? Leaf.Bit.YOUNG.mask() : 0;
        bits |= format.dirty(entry) ? Leaf.Bit.DIRTY.mask() : 0;
        return new Leaf(va, pages, Leaf.Kind.PRESENT, format.frame(entry), bits, -1, 0, 0);
    }

    @Override
    public Frames frames() {
        return this::page;
    }

    private PageInfo page(long frame) {
        Folios folios = machine.folios();
        long head = folios.head(frame);
        int order = folios.order(head);
        int entire = order == 0 ? 0 : folios.large(head).entireMapcount();
        return new PageInfo(
                head,
                order,
                folios.refs(head),
                (long) folios.pageMapcount(frame) + entire,
                folios.mapcount(head) > 0,
                kind(head),
                flags(head));
    }

    private PageInfo.Kind kind(long head) {
        if (head == machine.zeroFrame()) {
            return PageInfo.Kind.ZERO_PAGE;
        }
        if (head == machine.hugeZeroFrame()) {
            return PageInfo.Kind.HUGE_ZERO_PAGE;
        }
        if (machine.devices().holds(head)) {
            return PageInfo.Kind.DEVICE;
        }
        return machine.folios().has(head, PageFlags.ANON) ? PageInfo.Kind.ANON : PageInfo.Kind.FILE;
    }

    private long flags(long head) {
        Folios folios = machine.folios();
        return flag(folios, head, PageFlags.LOCKED, PageFlag.LOCKED)
                | flag(folios, head, PageFlags.REFERENCED, PageFlag.REFERENCED)
                | flag(folios, head, PageFlags.DIRTY, PageFlag.DIRTY)
                | flag(folios, head, PageFlags.LRU, PageFlag.LRU)
                | flag(folios, head, PageFlags.ACTIVE, PageFlag.ACTIVE)
                | flag(folios, head, PageFlags.RECLAIM, PageFlag.RECLAIM)
                | flag(folios, head, PageFlags.SWAPCACHE, PageFlag.SWAPCACHE)
                | flag(folios, head, PageFlags.SWAPBACKED, PageFlag.SWAPBACKED)
                | flag(folios, head, PageFlags.UNEVICTABLE, PageFlag.UNEVICTABLE)
                | flag(folios, head, PageFlags.MLOCKED, PageFlag.MLOCKED)
                // Whatever user space maps has been filled; zero pages and a driver's are never marked so.
                | (folios.has(head, PageFlags.ZERO) || machine.devices().holds(head) ? 0 : PageFlag.UPTODATE.mask())
                | (head == machine.zeroFrame() ? PageFlag.RESERVED.mask() : 0)
                | (folios.exclusive(head) ? PageFlag.OWNER_2.mask() : 0);
    }

    private static long flag(Folios folios, long head, int flag, PageFlag shown) {
        return folios.has(head, flag) ? shown.mask() : 0;
    }

    @Override
    public long pageBytes() {
        return format.span(0);
    }
}
