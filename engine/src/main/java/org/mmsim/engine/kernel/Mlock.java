package org.mmsim.engine.kernel;

import org.mmsim.engine.cpu.Cpu;

/** Folios of locked memory (mm/mlock.c). */
final class Mlock {
    private Mlock() {}

    /** mlock_new_folio. */
    static void newFolio(Cpu cpu, long folio) {}

    /** munlock_folio. */
    static void munlockFolio(Cpu cpu, long folio) {}

    /** mlock_drain_local. */
    static void drain(Cpu cpu) {}

    /** A folio that is still mlocked when it is freed stops counting. */
    static void clearAtFree(Cpu cpu, long folio) {}
}
