package org.mmsim.engine.kernel.tlb;

import static org.mmsim.protocol.Event.TLB_INSTRUCTION_ISSUED_FIELD_NUMBER;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.MmuGather;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.TlbInstruction;

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
        return gather.fullMm()
                ? new RadixTlbFlush(GATHER, mm, 0, mm.pageTable().format().limit(), 0, gather.freedTables(), true)
                : new RadixTlbFlush(
                        GATHER, mm, gather.start(), gather.end(), gather.level(), gather.freedTables(), false);
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
        cpu.record(TLB_INSTRUCTION_ISSUED_FIELD_NUMBER, TlbInstruction.tlbiel_pid_VALUE, mm.id(), 0, TLB_SETS);
        cpu.tlb().invalidateLocally(mm.id(), 0, 0, false);
    }

    private void begin(Cpu cpu) {
        local = mm.onlyInCpumask(cpu.index());
        cpu.spend(CostId.TLB_SYNC);
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
        } else if (local) {
            TlbInstructions.here(cpu, mm, TlbInstruction.tlbiel_va, va, length, 1, tables);
        } else {
            TlbInstructions.everywhere(cpu, mm, instruction(pid), va, length, 1, tables || pid && wholeMm);
        }
    }

    private TlbInstruction instruction(boolean pid) {
        if (pid) {
            return tables || wholeMm ? TlbInstruction.tlbie_pid_all : TlbInstruction.tlbie_pid;
        }
        return tables ? TlbInstruction.tlbie_va_all : TlbInstruction.tlbie_va;
    }
}
