package org.mmsim.scenarios.experiment;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mmsim.engine.workload.Op;
import org.mmsim.engine.workload.Workload;
import org.mmsim.protocol.RunEnd;
import org.mmsim.scenarios.run.Counters;
import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlScalar;

/** What there is to measure: the metrics of operations and the machine's counters. */
public final class Measured {

    private Measured() {}

    /** Every metric and counter of a run, those too that count 0. */
    public static Map<String, Double> in(RunEnd end) {
        Map<String, Double> measured = new TreeMap<>();
        Counters.names().forEach(name -> measured.put(name, (double) end.getCountersOrDefault(name, 0)));
        measured.putAll(end.getMetricsMap());
        return measured;
    }

    /** @throws org.mmsim.scenarios.InputException about the first metric that no cell could have */
    static void check(Fields metrics, List<Cell> cells) {
        Set<String> taken = new TreeSet<>();
        for (Cell cell : cells) {
            for (Workload.ProcessSpec process : cell.scenario().workload().processes()) {
                process.threads().forEach(thread -> collect(thread.program(), taken));
            }
        }
        Set<String> counters = Counters.names();
        for (YamlMapping.Entry entry : metrics.mapping().entries()) {
            for (String key : List.of("value", "per")) {
                Fields measure = Fields.of(entry.value());
                if (measure.has(key) && !counters.contains(measure.text(key))) {
                    checkTaken(measure.scalar(key), taken);
                }
            }
        }
    }

    private static void checkTaken(YamlScalar name, Set<String> taken) {
        if (!taken.contains(name.text().replaceFirst("_(count|min|max)$", ""))) {
            throw name.error(
                    "neither a metric of an operation nor a counter: " + Text.quote(name.text()),
                    Text.allowed(name.text(), taken) + ", their _count, _min and _max, or a counter");
        }
    }

    private static void collect(List<Op> program, Set<String> taken) {
        for (Op op : program) {
            if (!op.metric().isEmpty()) {
                taken.add(op.metric());
            }
            if (op instanceof Op.Repeat repeat) {
                collect(repeat.body(), taken);
            }
        }
    }
}
