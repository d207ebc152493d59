package org.mmsim.scenarios.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mmsim.engine.memory.DeviceMemory;
import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlScalar;

/** The devices that a document's programs map, numbered in the order in which it names them. */
final class Devices {
    private final Map<String, Integer> files = new LinkedHashMap<>();

    /** Takes note of the devices that a thread's program maps. */
    void add(ThreadSlot slot) {
        collect(slot.program());
    }

    private void collect(List<YamlNode> program) {
        for (YamlNode op : program) {
            YamlMapping.Entry entry = ((YamlMapping) op).entries().iterator().next();
            switch (entry.key().text()) {
                case "map" -> {
                    Fields map = Fields.of(entry.value());
                    if (map.has("device")) {
                        files.putIfAbsent(map.text("device"), DeviceMemory.file(files.size()));
                    }
                }
                case "repeat" -> collect(Fields.of(entry.value()).items("run"));
                default -> {
                    // Maps nothing.
                }
            }
        }
    }

    /** The engine's number of a device's file. */
    int file(YamlScalar name) {
        Integer file = files.get(name.text());
        if (file == null) {
            throw name.error(
                    "device: nobody maps a device " + Text.quote(name.text()),
                    Text.allowed(name.text(), files.keySet()));
        }
        return file;
    }
}
