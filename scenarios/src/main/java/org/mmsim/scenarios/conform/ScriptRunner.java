package org.mmsim.scenarios.conform;

import java.util.List;
import org.mmsim.scenarios.conform.recording.Recording;
import org.mmsim.scenarios.conform.script.Script;

/** A simulated kernel that runs scripts. */
public interface ScriptRunner {

    /** Operations of the script that it cannot carry out, each once, in order. */
    List<String> unsupported(Script script);

    /**
     * What came of a script.
     *
     * @param recording what the kernel reported
     * @param violations rules of the machine that were broken, in words
     */
    record Run(Recording recording, List<String> violations) {}

    /**
     * Runs a script in which nothing is unsupported.
     *
     * @throws InterruptedException if the waiting thread is interrupted
     */
    Run run(Script script) throws InterruptedException;
}
