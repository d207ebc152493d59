package org.mmsim.scenarios.conform;

import java.util.List;
import org.mmsim.scenarios.conform.compare.Comparison.Tally;
import org.mmsim.scenarios.conform.compare.Mismatch;

/**
 * A given script under one kernel.
 *
 * @param all with every field
 * @param core without TLB maintenance: neither its counts nor the contiguous bits of arm64
 */
record Outcome(KernelPreset kernel, ScriptResult all, ScriptResult core) {

    String script() {
        return all.script();
    }

    /** What the script is about: its name up to the first underscore. */
    String mechanism() {
        int end = script().indexOf('_');
        return end < 0 ? script() : script().substring(0, end);
    }

    boolean wasRun() {
        return switch (all.status()) {
            case EQUAL, DIFFERENT -> true;
            case UNSUPPORTED, SKIPPED -> false;
        };
    }

    Tally total() {
        return all.comparison().total();
    }

    Tally coreTotal() {
        return core.comparison().total();
    }

    List<Mismatch> coreMismatches() {
        return core.comparison().mismatches();
    }

    /** One line of the file of what is expected. */
    String line() {
        return String.join(
                "\t",
                kernel.label(),
                script(),
                all.status().label(),
                Long.toString(total().compared()),
                Long.toString(total().equal()),
                Long.toString(coreTotal().compared()),
                Long.toString(coreTotal().equal()));
    }
}
