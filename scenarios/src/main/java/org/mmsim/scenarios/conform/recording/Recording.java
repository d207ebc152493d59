package org.mmsim.scenarios.conform.recording;

import java.util.List;
import java.util.Set;

/**
 * What happened when a script ran.
 *
 * @param missing the feature for want of which the script was not run, empty if it was
 * @param entries in the order of the script
 * @param varying names of the values that were left out because they differed between runs
 */
public record Recording(Meta meta, String missing, List<Entry> entries, Set<String> varying) {

    /**
     * Where it was made.
     *
     * @param script name of the script
     * @param kernel its release
     */
    public record Meta(String script, String kernel, String arch) {}

    /** One line of a recording. */
    public sealed interface Entry permits OpRecord, Checkpoint {
        /** Line of the script, from 1. */
        int line();
    }
}
