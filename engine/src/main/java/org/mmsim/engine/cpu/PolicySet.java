package org.mmsim.engine.cpu;

/**
 * The side that a run takes in every argument.
 *
 * @param earlyAck whether a CPU that is called to flush acknowledges before it has flushed
 * @param hugeZeroSpecial whether the entry of the huge zero page is special (6.17 on)
 * @param zeroPageExpands whether the first write to a zero page may map a large folio
 * @param planted a mistake for the checks to find
 * @param zapDrains whether unmapping drains the CPU's batches of folios
 * @param reclaimTables whether MADV_DONTNEED frees page tables that it has emptied (CONFIG_PT_RECLAIM)
 */
public record PolicySet(
        LocklessWalkPolicy locklessWalk,
        CpumaskPolicy cpumask,
        TlbFlushPolicy tlbFlush,
        boolean earlyAck,
        WpReuse wpReuse,
        HugeZeroWp hugeZeroWp,
        boolean hugeZeroSpecial,
        boolean zeroPageExpands,
        boolean reclaimTables,
        Batching fork,
        Batching zap,
        boolean zapDrains,
        Batching change,
        FaultLock faultLock,
        LruPolicy lru,
        VmaMerge vmaMerge,
        MremapRange mremap,
        Bug planted) {

    public boolean zapBatching() {
        return zap == Batching.BATCHED;
    }

    public boolean forkBatching() {
        return fork == Batching.BATCHED;
    }

    public boolean changeBatching() {
        return change == Batching.BATCHED;
    }
}
