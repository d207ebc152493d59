package org.mmsim.engine.policy;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.LocklessWalkPolicy;
import org.mmsim.engine.kernel.walk.SerializeAgainstPteLookup;
import org.mmsim.engine.mm.Mm;

/** Every cleared huge entry waits for an empty function to have run on every CPU of mm_cpumask. */
final class AlwaysSerialize implements LocklessWalkPolicy {

    @Override
    public @Nullable Frame beginWalk(Cpu cpu, Mm mm) {
        return null;
    }

    @Override
    public @Nullable Frame endWalk(Cpu cpu, Mm mm) {
        return null;
    }

    @Override
    public Frame serialize(Cpu cpu, Mm mm, long va) {
        return new SerializeAgainstPteLookup(mm, va);
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
        return false;
    }
}
