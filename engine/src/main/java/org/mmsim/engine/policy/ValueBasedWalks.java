package org.mmsim.engine.policy;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.mm.Mm;

/** Walkers decide by the one value they read, so that nobody has to wait for them. */
final class ValueBasedWalks implements LocklessWalkPolicy {

    @Override
    public @Nullable Frame beginWalk(Cpu cpu, Mm mm) {
        return null;
    }

    @Override
    public @Nullable Frame endWalk(Cpu cpu, Mm mm) {
        return null;
    }

    @Override
    public @Nullable Frame serialize(Cpu cpu, Mm mm, long va) {
        return null;
    }

    @Override
    public boolean returnsPointer() {
        return false;
    }

    @Override
    public boolean flushesAtOnce() {
        return true;
    }

    @Override
    public boolean clearMayBeBuffered() {
        return false;
    }
}
