package org.mmsim.scenarios.conform.sim;

import java.util.List;
import java.util.Optional;
import org.mmsim.engine.workload.Workload;
import org.mmsim.scenarios.conform.script.ScriptLine;

/**
 * A script as a workload: each process a thread on CPU 0, in turns.
 *
 * @param lines by thread, for each operation of its program the line that it is of, if it is of one
 */
record CompiledScript(Workload workload, List<List<Optional<ScriptLine>>> lines) {}
