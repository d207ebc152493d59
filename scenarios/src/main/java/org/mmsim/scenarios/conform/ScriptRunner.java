package org.mmsim.scenarios.conform;

import java.util.List;
import org.mmsim.scenarios.conform.recording.Recording;
import org.mmsim.scenarios.conform.script.Script;

/** A simulated kernel that runs scripts. */
public interface ScriptRunner {

    /** Operations of the script that it cannot carry out, each once, in order. */
    List<String> unsupported(Script script);

    /**
     * Runs a script in which nothing is unsupported.
     *
     * @return what the kernel reported
     * @throws InterruptedException if the waiting thread is interrupted
     */
    Recording run(Script script) throws InterruptedException;
}
