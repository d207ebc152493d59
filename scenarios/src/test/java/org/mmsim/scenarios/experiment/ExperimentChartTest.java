package org.mmsim.scenarios.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.mmsim.scenarios.experiment.ExperimentRunner.Results;
import org.mmsim.scenarios.plot.Chart;
import org.mmsim.scenarios.plot.Plot;

class ExperimentChartTest {

    @Test
    void columnsOfTablesAreLinesAndPublishedFiguresAreMarks() throws InterruptedException {
        Results results = Given.run(Given.SMALL);

        Chart chart = ExperimentChart.of(results);
        Plot plot = chart.plots().get(0);

        assertThat(chart.series()).containsExactly("always", "shared-counter", "percpu-counter", "none-needed");
        assertThat(plot.xLabel()).isEqualTo("CPUs in the mask");
        assertThat(plot.dashes()).containsExactly("nobody walks", "two CPUs walk");
        assertThat(plot.lines())
                .extracting(line ->
                        line.series() + " " + line.dash() + " " + line.points().size())
                .containsExactly("0 0 3", "1 0 3", "2 0 3", "3 0 3", "0 1 1", "3 1 1");
        double always = results.experiment().tables().get(0).value(results.rows(), "always", "4");
        assertThat(plot.lines().get(0).points().get(2)).isEqualTo(new Plot.Point(4, always));
        // 1 ms for 16 huge pages, 10 us for 16.
        assertThat(plot.marks())
                .extracting(mark ->
                        mark.series() + " " + mark.filled() + " " + mark.point().x())
                .containsExactly("0 true 4.0", "3 false 4.0");
        assertThat(plot.marks().get(0).point().y()).isCloseTo(62_500, within(1e-6));
        assertThat(plot.marks().get(1).point().y()).isCloseTo(625, within(1e-6));
    }
}
