package org.mmsim.engine.policy;

import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.mm.Mm;

/** Nobody waits for pointer-returning walkers: the bug that serialising was introduced for. */
final class NeverSerialize implements LocklessWalkPolicy {

    @Override
    public Frame beginWalk(Cpu cpu, Mm mm) {
        return null;
    }

    @Override
    public Frame endWalk(Cpu cpu, Mm mm) {
        return null;
    }

    @Override
    public Frame serialize(Cpu cpu, Mm mm, long va) {
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
