package org.mmsim.scenarios.strace;

/** What a mapping allows, as the scenario format distinguishes it. */
enum Access {
    NONE("none"),
    READ("read"),
    READ_WRITE("read-write");

    private final String label;

    Access(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    static Access of(Flags protection) {
        if (protection.has(Flags.Flag.PROT_WRITE)) {
            return READ_WRITE;
        }
        boolean readable = protection.has(Flags.Flag.PROT_READ) || protection.has(Flags.Flag.PROT_EXEC);
        return readable ? READ : NONE;
    }
}
