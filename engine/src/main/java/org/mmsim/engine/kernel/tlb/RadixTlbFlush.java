package org.mmsim.engine.kernel.tlb;

import static org.mmsim.protocol.Event.TLBIE_ISSUED_FIELD_NUMBER;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.MmuGather;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.InvalidationScope;
import org.mmsim.protocol.KernelFunction;

/**
 * One flush of arch/powerpc/mm/book3s64/radix_tlb.c: tlbiel where only this CPU runs the mm, else
 * tlbie to every TLB of the machine, bracketed by ptesync before and eieio, tlbsync, ptesync after.
 */
public final class RadixTlbFlush extends Frame {
    /** tlb_single_page_flush_ceiling: more pages than this become a flush of the PID. */
    private static final int GLOBAL_CEILING = 33;
    /** tlb_local_single_page_flush_ceiling: POWER9_TLB_SETS_RADIX × 2. */
    private static final int LOCAL_CEILING = 256;
    /** POWER9_TLB_SETS_RADIX: a local flush of a PID takes one tlbiel per set. */
    private static final int TLB_SETS = 128;

    private static final Program<RadixTlbFlush> GATHER = program(KernelFunction.radix__tlb_flush);
    private static final Program<RadixTlbFlush> PMD_RANGE = program(KernelFunction.radix__flush_pmd_tlb_range);

    private static final Program<RadixTlbFlush> RANGE = program(KernelFunction.radix__flush_tlb_range);
    private static final Program<RadixTlbFlush> WHOLE = program(KernelFunction.radix__flush_tlb_mm);

    private final Mm mm;
    private final long start;
    private final long end;
    private final int level;
    private final boolean tables;
    private final boolean wholeMm;
    private boolean local;
    private long next;

    private static Program<RadixTlbFlush> program(KernelFunction function) {
        return Program.<RadixTlbFlush>of(function)
                .step((cpu, f) -> f.begin(cpu))
                .loop((cpu, f) -> f.next < f.end)
                .step((cpu, f) -> f.issue(cpu))
                .end()
                .step((cpu, f) -> cpu.spend(CostId.TLB_SYNC))
                .await((cpu, f) -> cpu.invalidationsOutstanding() == 0 ? 0 : Program.NOT_YET)
                .build();
    }

    private RadixTlbFlush(
            Program<RadixTlbFlush> program, Mm mm, long start, long end, int level, boolean tables, boolean wholeMm) {
        super(program);
        this.mm = mm;
        this.start = start;
        this.end = end;
        this.level = level;
        this.tables = tables;
        this.wholeMm = wholeMm;
        this.next = start;
    }

    /** radix__tlb_flush: what a gather has pending. */
    static RadixTlbFlush of(Mm mm, MmuGather gather) {
        return new RadixTlbFlush(
                GATHER, mm, gather.start(), gather.end(), gather.level(), gather.freedTables(), gather.fullMm());
    }

    /** radix__flush_tlb_range, radix__flush_pmd_tlb_range: leaf entries of a level. */
    static RadixTlbFlush ofRange(Mm mm, long from, long to, int level) {
        return new RadixTlbFlush(level == 0 ? RANGE : PMD_RANGE, mm, from, to, level, false, false);
    }

    /** radix__flush_tlb_mm. */
    static RadixTlbFlush ofWhole(Mm mm) {
        return new RadixTlbFlush(WHOLE, mm, 0, mm.pageTable().format().limit(), 0, false, true);
    }

    /** _tlbiel_pid: this CPU forgets the address space, set by set. */
    public static void wholePidHere(Cpu cpu, Mm mm) {
        cpu.spend(cpu.cost(CostId.TLB_INVALIDATE) * TLB_SETS);
        cpu.tlb().invalidateLocally(mm.id(), 0, 0);
    }

    private void begin(Cpu cpu) {
        local = onlyHere(cpu);
        cpu.spend(CostId.TLB_SYNC);
    }

    /** mm_is_thread_local. */
    private boolean onlyHere(Cpu cpu) {
        for (int word = 0; word < mm.cpumask().length; word++) {
            long self = word == cpu.index() >>> 6 ? 1L << cpu.index() : 0;
            if ((mm.cpumask()[word] & ~self) != 0) {
                return false;
            }
        }
        return true;
    }

    private boolean wholePid(Cpu cpu) {
        if (wholeMm || level < 0) {
            return true;
        }
        long pages = (end - start) / cpu.machine().format().span(level);
        return pages > (local ? LOCAL_CEILING : GLOBAL_CEILING);
    }

    /** One instruction, or the loop of tlbiel over the sets. */
    private void issue(Cpu cpu) {
        boolean pid = wholePid(cpu);
        long va = pid ? 0 : next;
        long length = pid ? 0 : cpu.machine().format().span(level);
        next = pid ? end : next + length;
        if (local && pid) {
            wholePidHere(cpu, mm);
            return;
        }
        if (local) {
            cpu.spend(CostId.TLB_INVALIDATE);
            cpu.tlb().invalidateLocally(mm.id(), va, length);
            return;
        }
        InvalidationScope scope = scope(pid);
        cpu.spend(CostId.TLBI_ISSUE);
        long cause = cpu.kernel().clock().cause();
        cpu.follow(cpu.record(TLBIE_ISSUED_FIELD_NUMBER, mm.id(), scope.getNumber(), va, length));
        int cpus = cpu.machine().cpuCount();
        cpu.expectInvalidations(cpus);
        for (int tlb = 0; tlb < cpus; tlb++) {
            long delayNs = cpu.spentNs() + cpu.cost(CostId.TLBI_WIRE, tlb);
            cpu.kernel().ports().invalidate(cpu.index(), tlb, scope, mm.id(), va, length, delayNs);
        }
        cpu.follow(cause);
    }

    private InvalidationScope scope(boolean pid) {
        if (pid) {
            return tables || wholeMm ? InvalidationScope.SCOPE_PID_ALL : InvalidationScope.SCOPE_PID;
        }
        return tables ? InvalidationScope.SCOPE_RANGE_ALL : InvalidationScope.SCOPE_RANGE;
    }
}
