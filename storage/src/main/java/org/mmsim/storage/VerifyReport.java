package org.mmsim.storage;

import java.util.List;

/**
 * What a check of a whole journal found.
 *
 * @param events events that were read and are sound
 * @param chunks chunks that were read and are sound
 * @param complete whether the run has its end marker
 * @param problems what is wrong, a line each, in the order of the journal; empty if nothing is
 */
public record VerifyReport(long events, long chunks, boolean complete, List<String> problems) {

    /** Copies the list. */
    public VerifyReport {
        problems = List.copyOf(problems);
    }

    /** Whether nothing is wrong. */
    public boolean isSound() {
        return problems.isEmpty();
    }
}
