package org.mmsim.engine.kernel.tlb;

import org.mmsim.engine.cpu.CallData;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.smp.SmpCallFunctionMany;
import org.mmsim.protocol.KernelFunction;

/** native_flush_tlb_multi of x86: a flush on the CPUs of a mask that need it, and on this one while they do. */
final class NativeFlushTlbMulti extends Frame {
    private static final Program<NativeFlushTlbMulti> PROGRAM = Program.<NativeFlushTlbMulti>of(
                    KernelFunction.native_flush_tlb_multi)
            .call((cpu, f) -> new SmpCallFunctionMany(f.mask, f.call, f.local))
            .build();

    private final long[] mask;
    private final CallData call;
    private final boolean local;

    /**
     * @param mask taken over, not copied
     * @param local whether this CPU is in the mask
     */
    NativeFlushTlbMulti(long[] mask, CallData call, boolean local) {
        super(PROGRAM);
        this.mask = mask;
        this.call = call;
        this.local = local;
    }
}
