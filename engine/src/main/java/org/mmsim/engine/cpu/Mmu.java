package org.mmsim.engine.cpu;

import static org.mmsim.protocol.Event.FREED_TABLE_WALKED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_ACCESSED_FIELD_NUMBER;

import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.profile.Arch;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.tlb.TableWalk;
import org.mmsim.engine.tlb.Tlb;

/** What turns the addresses of a CPU's user code into frames: the TLB, or a walk that fills it. */
public final class Mmu {
    /** There is no translation that allows the access. */
    public static final long FAULT = -1;

    private final Cpu cpu;
    private final Tlb tlb;
    private final PageTableFormat format;

    Mmu(Cpu cpu) {
        this.cpu = cpu;
        tlb = cpu.machine().tlb(cpu.index());
        format = cpu.machine().format();
    }

    /** Frame that the current thread reaches at an address, or {@link #FAULT}; the cost of an access is not in it. */
    public long translate(long va, boolean write) {
        int place = tlb.lookup(cpu.asid(), va);
        if (place < 0) {
            return walk(va, write);
        }
        long cached = tlb.entryAt(place);
        long frame = tlb.frame(place, va);
        boolean permitted = format.permits(cached, write);
        if (tlb.second(place)) {
            cpu.spend(CostId.TLB_L2_HIT);
            cpu.tlb().promote(cpu.asid(), va);
        }
        if (permitted && format.accessed(cached, write) == cached) {
            return frame;
        }
        return permitted || retries(va) ? walk(va, write) : FAULT;
    }

    /**
     * Whether a walk follows where the cached entry denies the access. Power ISA 3.0B III 5.7.8 has the entry fetched
     * again; x86 raises the fault, which drops what is cached for the address (Intel SDM 3A, 4.10.4.1); arm64 raises it
     * and keeps the entry.
     */
    private boolean retries(long va) {
        Arch arch = cpu.machine().profile().arch();
        if (arch == Arch.X86_64) {
            cpu.tlb().invalidateLocally(cpu.asid(), va & -format.span(0), format.span(0), true);
        }
        return arch == Arch.POWERPC_BOOK3S64_RADIX;
    }

    private long walk(long va, boolean write) {
        Mm mm = cpu.mm();
        TableWalk walk = new TableWalk(mm.pageTable(), tlb.walkCache(), cpu.asid(), va);
        spend(walk.levelsRead());
        if (walk.freedTable() >= 0) {
            cpu.record(FREED_TABLE_WALKED_FIELD_NUMBER, mm.id(), va, walk.first(), walk.freedTable());
            return FAULT;
        }
        long leaf = walk.entry();
        if (leaf == 0 || !format.permits(leaf, write)) {
            return FAULT;
        }
        long accessed = format.accessed(leaf, write);
        int level = walk.level();
        if (accessed != leaf) {
            cpu.spend(CostId.AD_UPDATE);
            cpu.record(PTE_ACCESSED_FIELD_NUMBER, mm.id(), va & -format.span(level), level, accessed);
        }
        cpu.tlb().fill(mm.id(), va, level, accessed);
        return format.frame(accessed) + ((va & format.span(level) - 1) >>> format.shift(0));
    }

    /** The leaf's entry has a price of its own; a walk that reads none begins nowhere and still takes that long. */
    private void spend(int levelsRead) {
        cpu.spend(CostId.TLB_WALK);
        for (int upper = 1; upper < levelsRead; upper++) {
            cpu.spend(CostId.TLB_WALK_LEVEL);
        }
        for (int read = 0; read < levelsRead; read++) {
            cpu.spend(CostId.STAGE2_WALK);
        }
    }
}
