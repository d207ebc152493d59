package org.mmsim.engine.kernel;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.LocklessWalkPolicy;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.WalkOutcome;
import org.mmsim.protocol.WalkerClass;

/**
 * get_user_pages_fast of one page: take a reference on what the walk found, then read the entry again;
 * if it has changed, the reference goes back. A page that was pinned is released after the hold.
 */
public final class GupFast extends LocklessWalk {
    private static final long NONE = -1;

    private static final Program<GupFast> PROGRAM = Program.<GupFast>of(KernelFunction.get_user_pages_fast)
            .irqsOff()
            .step((cpu, f) -> f.begin(cpu))
            .call((cpu, f) -> policy(cpu).beginWalk(cpu, cpu.mm()))
            .step((cpu, f) -> f.startAtRoot(cpu))
            .loop((cpu, f) -> f.descending())
            .step((cpu, f) -> f.readLevel(cpu))
            .end()
            .when((cpu, f) -> f.found(cpu))
            .step((cpu, f) -> f.tryGrabFolio(cpu))
            .step((cpu, f) -> f.recheck(cpu))
            .end()
            .call((cpu, f) -> policy(cpu).endWalk(cpu, cpu.mm()))
            .step((cpu, f) -> f.end(cpu))
            .irqsOn()
            .when((cpu, f) -> f.folio != NONE)
            .step((cpu, f) -> cpu.spend(f.holdNs))
            .step((cpu, f) -> Folio.put(cpu, f.folio))
            .end()
            .build();

    private long folio = NONE;

    public GupFast(long va, long holdNs) {
        super(PROGRAM, WalkerClass.WALKER_GUP_FAST, va, holdNs);
    }

    private static LocklessWalkPolicy policy(Cpu cpu) {
        return cpu.kernel().policies().locklessWalk();
    }

    private void tryGrabFolio(Cpu cpu) {
        long frame = cpu.machine().format().frame(entry);
        long head = cpu.machine().folios().head(frame);
        if (head != NONE && Folio.tryGet(cpu, head)) {
            folio = head;
        } else {
            outcome = WalkOutcome.WALK_CHANGED;
        }
    }

    private void recheck(Cpu cpu) {
        if (folio == NONE) {
            return;
        }
        PageTableFormat format = cpu.machine().format();
        cpu.spend(CostId.PTE_READ);
        if (table().entry(format.index(table().level, va)) == entry) {
            outcome = WalkOutcome.WALK_PINNED;
        } else {
            outcome = WalkOutcome.WALK_CHANGED;
            Folio.put(cpu, folio);
            folio = NONE;
        }
    }
}
