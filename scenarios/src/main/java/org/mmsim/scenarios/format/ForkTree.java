package org.mmsim.scenarios.format;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlScalar;

/** Which thread forks which process. A process begins with the run, or a single fork makes it. */
final class ForkTree {

    private final Map<String, List<ThreadSlot>> slotsByProcess;
    private final Map<String, Birth> births = new LinkedHashMap<>();
    /** Every process after the one that forks it. */
    private final Set<String> parentsFirst = new LinkedHashSet<>();

    /** A process comes into being: a thread of its parent forks it; {@code child} is the place. */
    record Birth(String parent, ThreadSlot thread, YamlScalar child) {}

    /** @param slotsByProcess the threads of all processes, by their names, in the order of the document */
    ForkTree(Map<String, List<ThreadSlot>> slotsByProcess) {
        this.slotsByProcess = slotsByProcess;
        slotsByProcess.forEach(
                (process, slots) -> slots.forEach(slot -> collect(process, slot, slot.program(), false)));
        sort();
    }

    private void collect(String process, ThreadSlot slot, List<YamlNode> program, boolean repeated) {
        for (YamlNode op : program) {
            YamlMapping.Entry entry = ((YamlMapping) op).entries().iterator().next();
            if (entry.key().text().equals("fork")) {
                add(new Birth(process, slot, Fields.of(entry.value()).scalar("process")), repeated);
            } else if (entry.key().text().equals("repeat")) {
                collect(process, slot, Fields.of(entry.value()).items("run"), true);
            }
        }
    }

    private void add(Birth birth, boolean repeated) {
        YamlScalar child = birth.child();
        String name = Text.quote(child.text());
        if (!slotsByProcess.containsKey(child.text())) {
            throw child.error(
                    "process: no process " + name,
                    Text.allowed(child.text(), new ArrayList<>(slotsByProcess.keySet())));
        }
        if (repeated) {
            throw child.error(
                    "process: a repeat would fork " + name + " again and again", "allowed: one fork for each process");
        }
        Birth first = births.putIfAbsent(child.text(), birth);
        if (first == null) {
            return;
        }
        // The same place in the document, which several threads run.
        if (first.child().position().equals(child.position())) {
            throw child.error(
                    "process: each thread " + Text.quote(birth.thread().thread().text("name")) + " would fork " + name,
                    "allowed: one fork for each process");
        }
        throw child.error(
                "process: " + name + " is forked twice",
                "forked first at " + first.child().position());
    }

    private void sort() {
        Map<String, List<String>> children = new LinkedHashMap<>();
        births.forEach((child, birth) -> children.computeIfAbsent(birth.parent(), parent -> new ArrayList<>())
                .add(child));
        Deque<String> next = new ArrayDeque<>();
        slotsByProcess.keySet().stream()
                .filter(name -> !births.containsKey(name))
                .forEach(next::add);
        while (!next.isEmpty()) {
            String process = next.remove();
            parentsFirst.add(process);
            next.addAll(children.getOrDefault(process, List.of()));
        }
        births.forEach((child, birth) -> {
            if (!parentsFirst.contains(child)) {
                throw birth.child().error("process: " + Text.quote(child) + " would descend from itself");
            }
        });
    }

    /** The names of all processes, each after its parent's. */
    Set<String> parentsFirst() {
        return parentsFirst;
    }

    /** Where a process comes from; null if the run begins with it. */
    @Nullable
    Birth birth(String process) {
        return births.get(process);
    }
}
