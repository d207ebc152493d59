package org.mmsim.engine.kernel.walk;

import static org.mmsim.protocol.Event.WALK_ENTRY_USED_FIELD_NUMBER;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.LocklessWalkPolicy;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.pagetable.Table;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.WalkOutcome;
import org.mmsim.protocol.WalkerClass;

/**
 * A user of find_current_mm_pte (KVM HV, hash faults, machine checks, perf call chains): it gets a
 * pointer to the entry and reads through it again, unless the policy makes it use the value it read.
 */
public final class FindCurrentMmPte extends LocklessWalk {
    private static final Program<FindCurrentMmPte> PROGRAM = Program.<FindCurrentMmPte>of(
                    KernelFunction.find_current_mm_pte)
            .irqsOff()
            .step((cpu, f) -> f.begin(cpu))
            .call((cpu, f) -> policy(cpu).beginWalk(cpu, cpu.mm()))
            .step((cpu, f) -> f.startAtRoot(cpu))
            .loop((cpu, f) -> f.descending())
            .step((cpu, f) -> f.readLevel(cpu))
            .end()
            .when((cpu, f) -> f.found(cpu))
            .step((cpu, f) -> cpu.spend(f.holdNs))
            .step((cpu, f) -> f.use(cpu))
            .end()
            .call((cpu, f) -> policy(cpu).endWalk(cpu, cpu.mm()))
            .step((cpu, f) -> f.end(cpu))
            .irqsOn()
            .build();

    public FindCurrentMmPte(long va, long holdNs) {
        super(PROGRAM, WalkerClass.WALKER_PTE_POINTER, va, holdNs);
    }

    private static LocklessWalkPolicy policy(Cpu cpu) {
        return cpu.kernel().policies().locklessWalk();
    }

    private void use(Cpu cpu) {
        cpu.spend(CostId.PTE_READ);
        boolean pointer = policy(cpu).returnsPointer();
        Table table = table();
        long used = pointer ? table.entry(cpu.machine().format().index(table.level, va)) : entry;
        cpu.follow(cpu.record(WALK_ENTRY_USED_FIELD_NUMBER, cpu.mm().id(), va, table.level, used));
        outcome = WalkOutcome.WALK_USED;
    }
}
