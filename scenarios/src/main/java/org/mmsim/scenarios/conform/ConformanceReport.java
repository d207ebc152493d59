package org.mmsim.scenarios.conform;

import java.util.List;
import org.mmsim.scenarios.conform.ScriptResult.Status;
import org.mmsim.scenarios.conform.compare.Comparison.Tally;
import org.mmsim.scenarios.conform.compare.FieldSelection;

/** How the scripts came out under one kernel. */
public record ConformanceReport(KernelPreset kernel, FieldSelection fields, List<ScriptResult> results) {

    /** Scripts with a status. */
    public long count(Status status) {
        return results.stream().filter(result -> result.status() == status).count();
    }

    /** Fields of all scripts. */
    public Tally total() {
        return results.stream().map(result -> result.comparison().total()).reduce(Tally.NONE, Tally::plus);
    }

    /** Whether nothing that was compared differs. */
    public boolean isEqual() {
        return count(Status.DIFFERENT) == 0;
    }
}
