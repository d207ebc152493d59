package org.mmsim.engine.kernel.split;

import static org.mmsim.protocol.Event.FOLIO_FLAGS_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_SPLIT_FIELD_NUMBER;
import static org.mmsim.protocol.Event.MTHP_STAT_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMSTAT_ADDED_FIELD_NUMBER;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.MthpStat;
import org.mmsim.protocol.VmstatItem;

/**
 * split_folio of an anonymous folio to single pages. The caller has locked it and has a reference; both are the first
 * page's afterwards. It fails, and everything is as before, if anybody else has a reference that is no mapping's.
 */
final class SplitFolio extends Frame {
    private static final Program<SplitFolio> PROGRAM = Program.<SplitFolio>of(KernelFunction.split_folio)
            .step((cpu, f) -> f.begin(cpu))
            .when((cpu, f) -> f.canSplit(cpu))
            .call((cpu, f) -> new UnmapFolio(f.folio))
            .step((cpu, f) -> f.splitIfAlone(cpu))
            .call((cpu, f) -> new RemapFolio(f.folio, 1L << f.order, f.index, f.split))
            .when((cpu, f) -> f.split)
            .step((cpu, f) -> f.releaseTails(cpu))
            .end()
            .end()
            .step((cpu, f) -> f.count(cpu))
            .build();

    private final long folio;
    private int order;
    private long index;
    private boolean split;

    SplitFolio(long folio) {
        super(PROGRAM);
        this.folio = folio;
    }

    /** Whether it worked. */
    boolean done() {
        return split;
    }

    private void begin(Cpu cpu) {
        Folios folios = cpu.machine().folios();
        order = folios.order(folio);
        index = folios.large(folio).index();
    }

    /** can_split_folio. */
    private boolean canSplit(Cpu cpu) {
        Folios folios = cpu.machine().folios();
        return folios.mapcount(folio) == folios.refs(folio) - 1;
    }

    /** Freezing the references, and __split_huge_page. */
    private void splitIfAlone(Cpu cpu) {
        split = cpu.machine().folios().refs(folio) == 1;
        if (split) {
            DeferredSplit.unqueue(cpu, folio);
            cpu.spend(cpu.cost(CostId.FOLIO_REF) << order);
            cpu.record(MTHP_STAT_ADDED_FIELD_NUMBER, order, MthpStat.nr_anon_VALUE, -1);
            cpu.record(FOLIO_SPLIT_FIELD_NUMBER, folio, order, 0);
        }
    }

    /** Pages that nobody maps any more are free with that. */
    private void releaseTails(Cpu cpu) {
        for (long tail = folio + 1; tail < folio + (1L << order); tail++) {
            cpu.record(FOLIO_FLAGS_CLEARED_FIELD_NUMBER, tail, PageFlags.LOCKED);
            Folio.put(cpu, tail);
        }
    }

    private void count(Cpu cpu) {
        if (order == cpu.machine().format().order(1)) {
            VmstatItem item = split ? VmstatItem.thp_split_page : VmstatItem.thp_split_page_failed;
            cpu.record(VMSTAT_ADDED_FIELD_NUMBER, item.getNumber(), 1);
        }
        MthpStat stat = split ? MthpStat.split : MthpStat.split_failed;
        cpu.record(MTHP_STAT_ADDED_FIELD_NUMBER, order, stat.getNumber(), 1);
    }
}
