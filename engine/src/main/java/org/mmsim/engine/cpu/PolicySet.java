package org.mmsim.engine.cpu;

/**
 * The side that a run takes in every argument.
 *
 * @param hugeZeroSpecial whether the entry of the huge zero page is special (6.17 on)
 */
public record PolicySet(
        LocklessWalkPolicy locklessWalk,
        CpumaskPolicy cpumask,
        ThpPolicy thp,
        WpReuse wpReuse,
        HugeZeroWp hugeZeroWp,
        boolean hugeZeroSpecial,
        Batching fork,
        Batching zap,
        LruPolicy lru) {

    public boolean zapBatching() {
        return zap == Batching.BATCHED;
    }

    public boolean forkBatching() {
        return fork == Batching.BATCHED;
    }
}
