package org.mmsim.scenarios.cli;

import java.util.Locale;
import org.mmsim.scenarios.experiment.Cell;
import org.mmsim.scenarios.experiment.ExperimentRunner;

/** Shows how far an experiment has come. */
final class ExperimentProgress implements ExperimentRunner.Listener {

    private final ProgressLine line;
    private final String prefix;

    /** @param prefix what stands before the number of the run */
    ExperimentProgress(ProgressLine line, String prefix) {
        this.line = line;
        this.prefix = prefix;
    }

    @Override
    public void next(int number, int runs, Cell cell) {
        line.next(String.format(Locale.ROOT, "%srun %d of %d, %s", prefix, number, runs, cell.describe()));
    }

    @Override
    public void at(Standing standing) {
        line.at(standing);
    }
}
