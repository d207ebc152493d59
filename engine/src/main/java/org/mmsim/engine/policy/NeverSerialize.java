package org.mmsim.engine.policy;

import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.mm.Mm;

/** Nobody waits for pointer-returning walkers: the bug that serialising was introduced for. */
final class NeverSerialize implements LocklessWalkPolicy {

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
