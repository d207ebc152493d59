package org.mmsim.scenarios.conform.sim;

import java.util.List;
import org.mmsim.scenarios.conform.script.Script;

/** Numbers of a script's processes in the workload. The first is that of the machine's administrator. */
final class ProcessNumbers {
    /** Carries out the statements that belong to no process. */
    static final int ADMINISTRATOR = 1;

    private final List<String> names;

    ProcessNumbers(Script script) {
        names = script.processes();
    }

    /** The number of a process, which its mm has as well. */
    int of(String process) {
        return names.indexOf(process) + ADMINISTRATOR + 1;
    }
}
