package org.mmsim.scenarios.strace;

/** The operations of the scenario format that an import writes. */
enum ScenarioOp {
    MAP("map", true),
    UNMAP("unmap", true),
    TOUCH("touch", true),
    PROTECT("protect", false),
    MADVISE("madvise", false),
    REMAP("remap", false),
    BRK("brk", false),
    FORK("fork", false),
    EXIT("exit", true);

    private final String key;
    private final boolean simulated;

    ScenarioOp(String key, boolean simulated) {
        this.key = key;
        this.simulated = simulated;
    }

    String key() {
        return key;
    }

    /** Whether the engine knows it; the others it only counts. */
    boolean simulated() {
        return simulated;
    }
}
