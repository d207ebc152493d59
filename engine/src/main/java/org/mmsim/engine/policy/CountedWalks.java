package org.mmsim.engine.policy;

import static org.mmsim.protocol.Event.SERIALISE_SKIPPED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.WALK_COUNTER_ADDED_FIELD_NUMBER;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cost.CacheLine;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.LocklessWalkPolicy;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.kernel.walk.SerializeAgainstPteLookup;
import org.mmsim.engine.mm.Mm;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.StoreLocation;

/**
 * Walkers count themselves, and whoever clears a huge entry sends IPIs only if the count is not zero.
 * Correct because of a store-buffering pair: the walker stores the count and then loads the entry, the
 * unmapper stores the entry and then loads the count, each with a full barrier between, so that at
 * least one sees the other. Both barriers can be left out, for tests.
 */
final class CountedWalks implements LocklessWalkPolicy {
    private static final Program<Count> BEGIN = Program.<Count>of(KernelFunction.begin_lockless_pgtbl_walk)
            .step((cpu, f) -> f.fetchLine(cpu))
            .step((cpu, f) -> f.enter(cpu))
            .build();

    private static final Program<Count> END = Program.<Count>of(KernelFunction.end_lockless_pgtbl_walk)
            .step((cpu, f) -> cpu.fullBarrier())
            .step((cpu, f) -> f.fetchLine(cpu))
            .step((cpu, f) -> f.leave(cpu))
            .build();

    private static final Program<Serialize> SERIALIZE = Program.<Serialize>of(
                    KernelFunction.serialize_against_pte_lookup)
            .step((cpu, f) -> f.barrier(cpu))
            .step((cpu, f) -> f.readCounters(cpu))
            .call((cpu, f) -> f.ipisUnlessIdle(cpu))
            .build();

    private final boolean perCpu;
    private final boolean walkerBarrier;
    private final boolean unmapBarrier;
    /** The counters' lines by mm: one, or one a CPU. */
    private final Map<Integer, CacheLine[]> lines = new TreeMap<>();

    CountedWalks(boolean perCpu, boolean walkerBarrier, boolean unmapBarrier) {
        this.perCpu = perCpu;
        this.walkerBarrier = walkerBarrier;
        this.unmapBarrier = unmapBarrier;
    }

    @Override
    public Frame beginWalk(Cpu cpu, Mm mm) {
        return new Count(BEGIN, mm);
    }

    @Override
    public Frame endWalk(Cpu cpu, Mm mm) {
        return new Count(END, mm);
    }

    @Override
    public Frame serialize(Cpu cpu, Mm mm, long va) {
        return new Serialize(mm, va);
    }

    @Override
    public boolean returnsPointer() {
        return true;
    }

    @Override
    public boolean flushesAtOnce() {
        return false;
    }

    @Override
    public boolean clearMayBeBuffered() {
        return !unmapBarrier;
    }

    private CacheLine[] lines(Cpu cpu, Mm mm) {
        int cpus = cpu.machine().cpuCount();
        return lines.computeIfAbsent(mm.id(), id -> {
            CacheLine[] made = new CacheLine[perCpu ? cpus : 1];
            java.util.Arrays.setAll(made, i -> new CacheLine(cpus));
            return made;
        });
    }

    private int counterOf(Cpu cpu) {
        return perCpu ? cpu.index() : -1;
    }

    /** begin_ or end_lockless_pgtbl_walk. */
    private final class Count extends Frame {
        private final Mm mm;

        Count(Program<Count> program, Mm mm) {
            super(program);
            this.mm = mm;
        }

        void fetchLine(Cpu cpu) {
            CacheLine line = lines(cpu, mm)[perCpu ? cpu.index() : 0];
            cpu.spend(line.write(cpu.kernel().costs(), cpu.index(), cpu.nowNs()));
        }

        void enter(Cpu cpu) {
            if (walkerBarrier) {
                add(cpu, 1);
                cpu.fullBarrier();
            } else {
                cpu.storeBuffer().store(StoreLocation.LOCATION_WALK_COUNTER, mm.id(), 0, () -> add(cpu, 1));
            }
        }

        void leave(Cpu cpu) {
            add(cpu, -1);
        }

        private void add(Cpu cpu, int delta) {
            cpu.record(WALK_COUNTER_ADDED_FIELD_NUMBER, mm.id(), delta, counterOf(cpu));
        }
    }

    /** The unmapper's side. */
    private final class Serialize extends Frame {
        private final Mm mm;
        private final long va;
        private boolean walking;

        Serialize(Mm mm, long va) {
            super(SERIALIZE);
            this.mm = mm;
            this.va = va;
        }

        void barrier(Cpu cpu) {
            if (unmapBarrier) {
                cpu.fullBarrier();
            }
        }

        void readCounters(Cpu cpu) {
            int running = 0;
            long ns = 0;
            CacheLine[] all = lines(cpu, mm);
            for (int i = 0; i < all.length; i++) {
                ns += all[i].read(cpu.kernel().costs(), cpu.index(), cpu.nowNs());
                running += perCpu ? mm.walkCounter(i) : mm.walkCounter();
            }
            cpu.spend(ns);
            walking = running != 0;
        }

        @Nullable
        Frame ipisUnlessIdle(Cpu cpu) {
            if (walking) {
                return new SerializeAgainstPteLookup(mm, va);
            }
            cpu.follow(cpu.record(SERIALISE_SKIPPED_FIELD_NUMBER, mm.id(), va));
            return null;
        }
    }
}
