package org.mmsim.scenarios.format;

import java.util.ArrayList;
import java.util.List;
import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlScalar;
import org.mmsim.scenarios.yaml.YamlSequence;

/** Writes out processes that stand for several: each copy has its threads one CPU further up. */
final class Copies {

    private static final String COPIES = "copies";
    private static final String NAME = "name";
    private static final String THREADS = "threads";

    private Copies() {}

    /** The processes without {@code copies}, in a tree that has passed the schema. */
    static YamlSequence writeOut(YamlSequence processes) {
        List<YamlNode> all = new ArrayList<>();
        for (YamlNode node : processes.items()) {
            YamlMapping process = (YamlMapping) node;
            if (process.has(COPIES)) {
                checkForks(Fields.of(process).items(THREADS));
                long copies = Fields.of(process).integer(COPIES);
                for (int copy = 0; copy < copies; copy++) {
                    all.add(copy(process.without(COPIES), copy));
                }
            } else {
                all.add(process);
            }
        }
        if (all.isEmpty()) {
            throw processes.error("processes: there are no copies of any", "allowed: at least one process");
        }
        return new YamlSequence(all, processes.position());
    }

    private static YamlMapping copy(YamlMapping process, int copy) {
        YamlScalar name = Fields.of(process).scalar(NAME);
        YamlSequence threads = (YamlSequence) Fields.of(process).node(THREADS);
        List<YamlNode> moved = threads.items().stream()
                .map(thread -> (YamlNode) move((YamlMapping) thread, copy))
                .toList();
        return with(
                with(process, NAME, YamlScalar.plain(name.text() + "-" + (copy + 1), name.position())),
                THREADS,
                new YamlSequence(moved, threads.position()));
    }

    private static YamlMapping move(YamlMapping thread, int cpus) {
        if (thread.has("cpu")) {
            return add(thread, "cpu", cpus);
        }
        YamlMapping group = Fields.of(thread).fields("cpus").mapping();
        return with(thread, "cpus", add(group, group.has("first") ? "first" : "last", cpus));
    }

    private static YamlMapping add(YamlMapping mapping, String key, int cpus) {
        YamlScalar cpu = Fields.of(mapping).scalar(key);
        return with(mapping, key, YamlScalar.plain(Long.toString(Fields.integer(cpu, key) + cpus), cpu.position()));
    }

    private static YamlMapping with(YamlMapping mapping, String key, YamlNode value) {
        return mapping.with(mapping.require(key).key(), value);
    }

    /** A fork names the one process that it makes. */
    private static void checkForks(List<YamlNode> threads) {
        threads.forEach(thread -> checkProgram(Fields.of(thread).items("run")));
    }

    private static void checkProgram(List<YamlNode> program) {
        for (YamlNode node : program) {
            Fields op = Fields.of(node);
            if (op.has("fork")) {
                throw op.key("fork")
                        .error("fork: in a process of which there are copies", "allowed: copies that do not fork");
            }
            if (op.has("repeat")) {
                checkProgram(op.fields("repeat").items("run"));
            }
        }
    }
}
