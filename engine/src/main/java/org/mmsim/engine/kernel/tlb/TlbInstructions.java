package org.mmsim.engine.kernel.tlb;

import static org.mmsim.protocol.Event.TLB_INSTRUCTION_ISSUED_FIELD_NUMBER;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.InvalidationScope;
import org.mmsim.protocol.TlbInstruction;

/** Instructions of TLB maintenance, and what becomes of them in the TLBs. A length of 0 is the whole address space. */
final class TlbInstructions {
    private TlbInstructions() {}

    /** {@code nr} of them for places in a row, to this CPU's own TLB, of an mm whose ASID is its number. */
    static void here(Cpu cpu, Mm mm, TlbInstruction instruction, long va, long length, int nr, boolean tables) {
        here(cpu, mm, mm.id(), instruction, va, length, nr, tables);
    }

    /** The same for a tag of the TLB. */
    static void here(
            Cpu cpu, Mm mm, int asid, TlbInstruction instruction, long va, long length, int nr, boolean tables) {
        CostId cost = length == 0 ? CostId.TLB_FLUSH_ALL : CostId.TLB_INVALIDATE;
        cpu.spend((cpu.cost(cost) + cpu.cost(CostId.STAGE2_TLBI)) * nr);
        cpu.record(TLB_INSTRUCTION_ISSUED_FIELD_NUMBER, instruction.getNumber(), mm.id(), va, nr);
        cpu.tlb().invalidateLocally(asid, va, length, !tables);
    }

    /**
     * {@code nr} of them for places in a row, broadcast: the CPU issues them, the interconnect takes them after those of
     * others, every TLB works them off and answers. {@link Cpu#invalidationsOutstanding} counts the answers to come.
     */
    static void everywhere(Cpu cpu, Mm mm, TlbInstruction instruction, long va, long length, int nr, boolean tables) {
        everywhere(cpu, mm, mm.id(), instruction, va, length, nr, tables);
    }

    /** The same for a tag of the TLBs. */
    static void everywhere(
            Cpu cpu, Mm mm, int asid, TlbInstruction instruction, long va, long length, int nr, boolean tables) {
        cpu.spend((cpu.cost(CostId.TLBI_ISSUE) + cpu.cost(CostId.STAGE2_TLBI)) * nr);
        long cause = cpu.kernel().clock().cause();
        cpu.follow(cpu.record(TLB_INSTRUCTION_ISSUED_FIELD_NUMBER, instruction.getNumber(), mm.id(), va, nr));
        long sentNs = cpu.spentNs() + cpu.kernel().interconnect().broadcast(cpu, nr);
        InvalidationScope scope = scope(length, tables);
        int cpus = cpu.machine().cpuCount();
        cpu.expectInvalidations(cpus);
        for (int tlb = 0; tlb < cpus; tlb++) {
            long delayNs = sentNs + cpu.cost(CostId.TLBI_WIRE, tlb);
            cpu.kernel().ports().invalidate(cpu.index(), tlb, scope, asid, va, length, delayNs);
        }
        cpu.follow(cause);
    }

    private static InvalidationScope scope(long length, boolean tables) {
        if (length == 0) {
            return tables ? InvalidationScope.SCOPE_PID_ALL : InvalidationScope.SCOPE_PID;
        }
        return tables ? InvalidationScope.SCOPE_RANGE_ALL : InvalidationScope.SCOPE_RANGE;
    }
}
