package org.mmsim.scenarios.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlScalar;

/** Barriers and flags of all processes, numbered in the order in which the document names them. */
final class Rendezvous {

    private final Map<String, Integer> barriers = new LinkedHashMap<>();
    private final Map<String, Integer> parties = new LinkedHashMap<>();
    private final Map<String, Integer> flags = new LinkedHashMap<>();
    private final Set<String> dryFlags = new LinkedHashSet<>();

    /** Takes note of the barriers and flags of a thread's program. */
    void add(ThreadSlot slot) {
        Set<String> waits = new LinkedHashSet<>();
        Set<String> signals = new LinkedHashSet<>();
        collect(slot.program(), waits, signals);
        if (slot.dry()) {
            dryFlags.addAll(signals);
            return;
        }
        for (String barrier : waits) {
            barriers.putIfAbsent(barrier, barriers.size());
            parties.merge(barrier, 1, Integer::sum);
        }
        for (String flag : signals) {
            flags.putIfAbsent(flag, flags.size());
        }
    }

    private static void collect(List<YamlNode> program, Set<String> waits, Set<String> signals) {
        for (YamlNode op : program) {
            YamlMapping.Entry entry = ((YamlMapping) op).entries().iterator().next();
            switch (entry.key().text()) {
                case "barrier" -> waits.add(((YamlScalar) entry.value()).text());
                case "signal" -> signals.add(((YamlScalar) entry.value()).text());
                case "repeat" -> collect(Fields.of(entry.value()).items("run"), waits, signals);
                default -> {
                    // Meets nobody.
                }
            }
        }
    }

    List<String> barriers() {
        return new ArrayList<>(barriers.keySet());
    }

    List<String> flags() {
        return new ArrayList<>(flags.keySet());
    }

    /** Number of a barrier; −1 if only dry threads name it. */
    int barrier(String name) {
        return barriers.getOrDefault(name, -1);
    }

    /** Number of threads whose program names the barrier. */
    int parties(String name) {
        return parties.getOrDefault(name, 0);
    }

    /** Number of a flag; −1 if only dry threads signal it. */
    int flag(String name) {
        return flags.getOrDefault(name, -1);
    }

    /**
     * Number of a flag to wait for.
     *
     * @throws org.mmsim.scenarios.InputException if no thread that runs signals it
     */
    int awaitedFlag(YamlScalar name, boolean dry) {
        int flag = flag(name.text());
        if (flag < 0 && !(dry && dryFlags.contains(name.text()))) {
            throw name.error("until: no thread signals " + Text.quote(name.text()), Text.allowed(name.text(), flags()));
        }
        return flag;
    }
}
