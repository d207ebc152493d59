package org.mmsim.engine.kernel.tlb;

import static org.mmsim.protocol.Event.TLB_BATCH_FLUSHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TLB_BATCH_PENDING_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TLB_GEN_ADVANCED_FIELD_NUMBER;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;

/**
 * A task's tlb_ubc (mm/rmap.c): flushes that unmapping many pages in many processes puts off, to be done once for all of
 * them before a page is used for anything else. x86 remembers the CPUs to interrupt; arm64 issues each invalidation at
 * once and puts off the wait only.
 */
public final class UnmapBatch {
    private final long[] cpumask;
    private boolean flushRequired;

    public UnmapBatch(Cpu cpu) {
        cpumask = new long[cpu.machine().cpuCount() + 63 >>> 6];
    }

    /** should_defer_flush: where only this CPU runs the mm, x86 flushes page by page; powerpc always does. */
    public static boolean shouldDefer(Cpu cpu, Mm mm) {
        return switch (cpu.machine().profile().arch()) {
            case X86_64 -> !mm.onlyInCpumask(cpu.index());
            case ARM64, ARM64_WITHOUT_HAFDBS -> true;
            case POWERPC_BOOK3S64_RADIX -> false;
        };
    }

    /** set_tlb_ubc_flush_pending, under the page-table lock: others who hold it next can see that a flush is due. */
    public void setPending(Cpu cpu, Mm mm, long va) {
        flushRequired = true;
        switch (cpu.machine().profile().arch()) {
            case X86_64 -> {
                cpu.spend(cpu.kernel().tlbGenLine(mm.id()).write(cpu.kernel().costs(), cpu.index(), cpu.nowNs()));
                cpu.record(TLB_GEN_ADVANCED_FIELD_NUMBER, mm.id());
                for (int word = 0; word < cpumask.length; word++) {
                    cpumask[word] |= mm.cpumask()[word];
                }
            }
            case ARM64, ARM64_WITHOUT_HAFDBS -> {
                Tlbi tlbi = Tlbi.page(mm.pageTable().format(), va);
                TlbInstructions.everywhere(cpu, mm, tlbi.instruction(), va, tlbi.length(), 1, false);
            }
            case POWERPC_BOOK3S64_RADIX -> throw new IllegalStateException("powerpc puts no flush off");
        }
        cpu.record(TLB_BATCH_PENDING_FIELD_NUMBER, mm.id());
    }

    /** try_to_unmap_flush: null if nothing was put off. */
    public @Nullable Frame flush(Cpu cpu) {
        if (!flushRequired) {
            return null;
        }
        flushRequired = false;
        return switch (cpu.machine().profile().arch()) {
            case X86_64 -> new Flush(cpumask.clone(), (cpumask[cpu.index() >>> 6] >>> cpu.index() & 1) != 0);
            case ARM64, ARM64_WITHOUT_HAFDBS, POWERPC_BOOK3S64_RADIX -> new Wait();
        };
    }

    /**
     * flush_tlb_batched_pending, under the page-table lock: whoever finds an entry gone or about to change does not rely
     * on a flush that another task has put off. Null if none has.
     */
    public static @Nullable Frame flushBatchedPending(Cpu cpu, Mm mm) {
        boolean pending = mm.tlbBatchesPending() != mm.tlbBatchesFlushed();
        return pending && !cpu.planted(Bug.BATCHED_FLUSH_UNNOTICED) ? new FlushPending(mm) : null;
    }

    /** arch_tlbbatch_flush of x86: everything that the CPUs have missed. */
    private static final class Flush extends Frame {
        private static final Program<Flush> PROGRAM = Program.<Flush>of(KernelFunction.arch_tlbbatch_flush)
                .call((cpu, f) -> new NativeFlushTlbMulti(f.mask, new FlushBatchFunc(), f.local))
                .build();

        private final long[] mask;
        private final boolean local;

        Flush(long[] mask, boolean local) {
            super(PROGRAM);
            this.mask = mask;
            this.local = local;
        }
    }

    /** arch_tlbbatch_flush of arm64: DSB ISH. */
    private static final class Wait extends Frame {
        private static final Program<Wait> PROGRAM = Program.<Wait>of(KernelFunction.arch_tlbbatch_flush)
                .step((cpu, f) -> cpu.spend(CostId.TLB_SYNC))
                .await((cpu, f) -> cpu.invalidationsOutstanding() == 0 ? 0 : Program.NOT_YET)
                .build();

        Wait() {
            super(PROGRAM);
        }
    }

    private static final class FlushPending extends Frame {
        private static final Program<FlushPending> PROGRAM = Program.<FlushPending>of(
                        KernelFunction.flush_tlb_batched_pending)
                .step((cpu, f) -> f.pending = f.mm.tlbBatchesPending())
                .call((cpu, f) -> TlbFlush.mm(cpu, f.mm))
                .step((cpu, f) -> cpu.record(TLB_BATCH_FLUSHED_FIELD_NUMBER, f.mm.id(), f.pending))
                .build();

        private final Mm mm;
        private long pending;

        FlushPending(Mm mm) {
            super(PROGRAM);
            this.mm = mm;
        }
    }
}
