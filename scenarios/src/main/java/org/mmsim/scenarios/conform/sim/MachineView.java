package org.mmsim.scenarios.conform.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.Vma;
import org.mmsim.scenarios.procfs.AddressSpaceView;
import org.mmsim.scenarios.procfs.Frames;
import org.mmsim.scenarios.procfs.Leaf;
import org.mmsim.scenarios.procfs.PageFlag;
import org.mmsim.scenarios.procfs.PageInfo;
import org.mmsim.scenarios.procfs.VmFlag;
import org.mmsim.scenarios.procfs.VmaView;

/** An address space of the simulated machine as procfs looks at it. */
public final class MachineView implements AddressSpaceView {
    private static final long PRIVATE_ANONYMOUS = VmFlag.READ.mask()
            | VmFlag.MAYREAD.mask()
            | VmFlag.MAYWRITE.mask()
            | VmFlag.MAYEXEC.mask()
            | VmFlag.ACCOUNT.mask();
    private static final long ANONYMOUS_FOLIO =
            PageFlag.UPTODATE.mask() | PageFlag.LRU.mask() | PageFlag.SWAPBACKED.mask();
    /** A fault installs entries accessed and dirty. */
    private static final int TOUCHED = Leaf.Bit.YOUNG.mask() | Leaf.Bit.DIRTY.mask();

    private final Machine machine;
    private final Mm mm;

    public MachineView(Machine machine, Mm mm) {
        this.machine = machine;
        this.mm = mm;
    }

    @Override
    public List<VmaView> vmas() {
        List<VmaView> views = new ArrayList<>();
        for (Vma vma : mm.vmas().values()) {
            long flags = PRIVATE_ANONYMOUS | (vma.write() ? VmFlag.WRITE.mask() : 0);
            views.add(new VmaView(vma.start(), vma.end(), flags, 0, "", 0));
        }
        return views;
    }

    @Override
    public void leaves(long from, long to, Consumer<Leaf> visitor) {
        mm.pageTable().leaves(from, to, (va, level, entry) -> {
            long pages = 1L << machine.order(level);
            long frame = machine.format().frame(entry);
            visitor.accept(new Leaf(va, pages, Leaf.Kind.PRESENT, frame, TOUCHED, -1, 0, 0));
        });
    }

    @Override
    public Frames frames() {
        return this::page;
    }

    private PageInfo page(long frame) {
        Folios folios = machine.folios();
        long head = folios.head(frame, machine.buddy().maxOrder());
        int mapcount = folios.mapcount(head);
        return new PageInfo(
                head,
                folios.order(head),
                folios.refs(head),
                mapcount,
                mapcount > 0,
                PageInfo.Kind.ANON,
                ANONYMOUS_FOLIO);
    }

    @Override
    public long pageBytes() {
        return machine.profile().basePageBytes();
    }
}
