package org.mmsim.engine.kernel.walk;

import static org.mmsim.protocol.Event.CPUMASK_CLEARED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.SERIALISE_FINISHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.SERIALISE_STARTED_FIELD_NUMBER;

import org.mmsim.engine.cpu.CallData;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.CpumaskPolicy;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.smp.SmpCallFunctionMany;
import org.mmsim.engine.kernel.tlb.RadixTlbFlush;
import org.mmsim.engine.mm.Mm;
import org.mmsim.protocol.KernelFunction;

/**
 * serialize_against_pte_lookup: smp_mb, then an empty function on every CPU of mm_cpumask. When it
 * returns, every walk with interrupts off that began before it has ended.
 */
public final class SerializeAgainstPteLookup extends Frame implements CallData {
    private static final Program<SerializeAgainstPteLookup> PROGRAM = Program.<SerializeAgainstPteLookup>of(
                    KernelFunction.serialize_against_pte_lookup)
            .step((cpu, f) -> cpu.fullBarrier())
            .step((cpu, f) -> f.start(cpu))
            .call((cpu, f) -> new SmpCallFunctionMany(f.mm.cpumask().clone(), f))
            .step((cpu, f) -> f.finish(cpu))
            .build();

    private final Mm mm;
    private final long va;

    /**
     * @param va the address whose huge entry has been cleared
     */
    public SerializeAgainstPteLookup(Mm mm, long va) {
        super(PROGRAM);
        this.mm = mm;
        this.va = va;
    }

    private void start(Cpu cpu) {
        int targets = mm.cpumaskWeight();
        cpu.follow(
                cpu.record(SERIALISE_STARTED_FIELD_NUMBER, mm.id(), va, targets - (mm.inCpumask(cpu.index()) ? 1 : 0)));
    }

    private void finish(Cpu cpu) {
        cpu.follow(cpu.record(SERIALISE_FINISHED_FIELD_NUMBER, mm.id(), va));
    }

    @Override
    public KernelFunction function() {
        return KernelFunction.do_nothing;
    }

    /**
     * do_serialize and exit_lazy_flush_tlb: a CPU that does not run the mm leaves the mask. Flushes will pass it over
     * from then on, so it forgets the mm's translations as it leaves.
     */
    @Override
    public void runOn(Cpu target) {
        boolean runsMm = !target.state().idle() && target.state().mm() == mm.id();
        if (target.kernel().policies().cpumask() == CpumaskPolicy.LAZY && !runsMm && mm.inCpumask(target.index())) {
            target.record(CPUMASK_CLEARED_FIELD_NUMBER, mm.id(), target.index());
            RadixTlbFlush.wholePidHere(target, mm);
        }
    }
}
