package org.mmsim.scenarios.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlScalar;

/** The pins of a process by their names. A name holds for all threads of the process, in a group for each by itself. */
final class Pins {

    private final String process;
    private final WorkloadCompiler workload;
    private final Map<String, YamlScalar> shared = new LinkedHashMap<>();
    private final Map<String, Map<String, YamlScalar>> byThread = new LinkedHashMap<>();

    Pins(String process, List<ThreadSlot> slots, WorkloadCompiler workload) {
        this.process = process;
        this.workload = workload;
        for (ThreadSlot slot : slots) {
            collect(namesOf(slot), slot.program(), false);
        }
    }

    private Map<String, YamlScalar> namesOf(ThreadSlot slot) {
        return slot.group() ? byThread.computeIfAbsent(slot.name(), name -> new LinkedHashMap<>()) : shared;
    }

    private static void collect(Map<String, YamlScalar> names, List<YamlNode> program, boolean repeated) {
        List<String> released = new ArrayList<>();
        for (int i = program.size() - 1; i >= 0; i--) {
            YamlMapping.Entry entry =
                    ((YamlMapping) program.get(i)).entries().iterator().next();
            switch (entry.key().text()) {
                case "unpin" -> released.add(Fields.of(entry.value()).text("name"));
                case "pin" -> {
                    YamlScalar name = Fields.of(entry.value()).scalar("name");
                    if (repeated && !released.contains(name.text())) {
                        throw name.error(
                                "name: " + Text.quote(name.text())
                                        + " is still pinned when the repeat comes round again",
                                "allowed: a pin in a repeat must be followed by its unpin there");
                    }
                    add(names, name);
                }
                case "repeat" -> collect(names, Fields.of(entry.value()).items("run"), true);
                default -> {
                    // Pins nothing.
                }
            }
        }
    }

    private static void add(Map<String, YamlScalar> names, YamlScalar name) {
        YamlScalar other = names.putIfAbsent(name.text(), name);
        if (other != null) {
            throw other.error(
                    "name: " + Text.quote(name.text()) + " given to two pins", "given first at " + name.position());
        }
    }

    /** The engine's number of what a pin or unpin names. */
    int number(ThreadSlot slot, YamlScalar name) {
        Map<String, YamlScalar> names = namesOf(slot);
        if (!names.containsKey(name.text())) {
            throw name.error("name: no pin " + Text.quote(name.text()), Text.allowed(name.text(), names.keySet()));
        }
        return workload.pin(process + "/" + (slot.group() ? slot.name() + "/" : "") + name.text());
    }
}
