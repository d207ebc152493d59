package org.mmsim.engine.kernel.split;

import static org.mmsim.protocol.Event.FOLIO_SPLIT_FIELD_NUMBER;
import static org.mmsim.protocol.Event.MTHP_STAT_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMSTAT_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.LockKind.LOCK_ANON_VMA_WRITE;
import static org.mmsim.protocol.LockKind.LOCK_FOLIO;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.folio.Folio;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.MthpStat;
import org.mmsim.protocol.VmstatItem;

/**
 * split_folio of an anonymous folio to single pages. The caller has locked it and has a reference; both are the first
 * page's afterwards. It fails, and everything is as before, if anybody else has a reference that is no mapping's, or
 * nobody maps it. The lock of its family keeps mremap from moving whole tables meanwhile, and fork from adding places.
 */
final class SplitFolio extends Frame {
    private static final Program<SplitFolio> PROGRAM = Program.<SplitFolio>of(KernelFunction.split_folio)
            .step((cpu, f) -> f.begin(cpu))
            .when((cpu, f) -> f.anonVma != 0)
            .lock(LOCK_ANON_VMA_WRITE, (cpu, f) -> f.anonVma)
            .when((cpu, f) -> f.canSplit(cpu))
            .call((cpu, f) -> new UnmapFolio(f.folio))
            .step((cpu, f) -> f.splitIfAlone(cpu))
            .call((cpu, f) -> new RemapFolio(f.folio, 1L << f.order, f.index, f.split))
            .when((cpu, f) -> f.split)
            .loop((cpu, f) -> ++f.tail < f.folio + (1L << f.order))
            .unlock(LOCK_FOLIO, (cpu, f) -> f.tail)
            .step((cpu, f) -> Folio.put(cpu, f.tail))
            .end()
            .end()
            .end()
            .unlock(LOCK_ANON_VMA_WRITE, (cpu, f) -> f.anonVma)
            .end()
            .step((cpu, f) -> f.count(cpu))
            .build();

    private final long folio;
    private int order;
    private long index;
    /** Root of the folio's families, 0 if nobody maps it. */
    private int anonVma;

    private boolean split;
    /** Page whose lock and reference go next; the first one's stay. */
    private long tail;

    SplitFolio(long folio) {
        super(PROGRAM);
        this.folio = folio;
        this.tail = folio;
    }

    /** Whether it worked. */
    boolean done() {
        return split;
    }

    private void begin(Cpu cpu) {
        Folios folios = cpu.machine().folios();
        order = folios.order(folio);
        index = folios.large(folio).index();
        anonVma = folios.mapcount(folio) > 0 ? folios.large(folio).anonVma() : 0;
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

    private void count(Cpu cpu) {
        if (order == cpu.machine().format().order(1)) {
            VmstatItem item = split ? VmstatItem.thp_split_page : VmstatItem.thp_split_page_failed;
            cpu.record(VMSTAT_ADDED_FIELD_NUMBER, item.getNumber(), 1);
        }
        MthpStat stat = split ? MthpStat.split : MthpStat.split_failed;
        cpu.record(MTHP_STAT_ADDED_FIELD_NUMBER, order, stat.getNumber(), 1);
    }
}
