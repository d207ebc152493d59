package org.mmsim.scenarios.conform.script;

import java.util.Locale;

/** Protection of mapped pages. */
public enum Protection {
    RW(true, true, false),
    R(true, false, false),
    NONE(false, false, false),
    RX(true, false, true);

    private final boolean read;
    private final boolean write;
    private final boolean execute;

    Protection(boolean read, boolean write, boolean execute) {
        this.read = read;
        this.write = write;
        this.execute = execute;
    }

    public boolean read() {
        return read;
    }

    public boolean write() {
        return write;
    }

    public boolean execute() {
        return execute;
    }

    /** The name in scripts. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
