package org.mmsim.scenarios.conform;

import java.util.List;
import org.mmsim.scenarios.conform.compare.Comparison.Tally;
import org.mmsim.scenarios.conform.compare.Mismatch;

/** A given script under one kernel. */
record Outcome(KernelPreset kernel, ScriptResult result) {

    String script() {
        return result.script();
    }

    /** What the script is about: its name up to the first underscore. */
    String mechanism() {
        int end = script().indexOf('_');
        return end < 0 ? script() : script().substring(0, end);
    }

    boolean wasRun() {
        return switch (result.status()) {
            case EQUAL, DIFFERENT -> true;
            case UNSUPPORTED, SKIPPED -> false;
        };
    }

    Tally total() {
        return result.comparison().total();
    }

    List<Mismatch> mismatches() {
        return result.comparison().mismatches();
    }

    /** One line of the file of what is expected. */
    String line() {
        return String.join(
                "\t",
                kernel.label(),
                script(),
                result.status().label(),
                Long.toString(total().compared()),
                Long.toString(total().equal()));
    }
}
