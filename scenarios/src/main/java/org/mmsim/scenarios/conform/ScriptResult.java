package org.mmsim.scenarios.conform;

import java.util.List;
import java.util.Locale;
import org.mmsim.scenarios.conform.compare.Comparison;
import org.mmsim.scenarios.conform.compare.FieldSelection;

/**
 * How a script came out.
 *
 * @param unsupported operations for want of which it was not run
 * @param reason why it was skipped, or empty
 * @param comparison without fields if there was none
 */
public record ScriptResult(
        String script, Status status, List<String> unsupported, String reason, Comparison comparison) {

    /** What became of it. */
    public enum Status {
        EQUAL,
        DIFFERENT,
        /** It has operations that the simulator cannot carry out. */
        UNSUPPORTED,
        /** The kernel lacks what it needs, or there is no recording. */
        SKIPPED;

        /** The name in results. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static ScriptResult compared(String script, Comparison comparison) {
        Status status = comparison.total().isEqual() ? Status.EQUAL : Status.DIFFERENT;
        return new ScriptResult(script, status, List.of(), "", comparison);
    }

    static ScriptResult unsupported(String script, List<String> operations) {
        return new ScriptResult(script, Status.UNSUPPORTED, operations, "", new Comparison(FieldSelection.all()));
    }

    static ScriptResult skipped(String script, String reason) {
        return new ScriptResult(script, Status.SKIPPED, List.of(), reason, new Comparison(FieldSelection.all()));
    }
}
