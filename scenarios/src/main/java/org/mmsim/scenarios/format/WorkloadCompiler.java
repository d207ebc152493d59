package org.mmsim.scenarios.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.engine.workload.Op;
import org.mmsim.engine.workload.Workload;
import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.Position;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlScalar;

/** Turns the processes of a document that has passed its schema into the engine's workload. */
final class WorkloadCompiler {

    /** Most operations of all programs together, those of a group counted once unless it maps memory. */
    static final int OPS_MAX = 4_000_000;

    private final MachineProfile machine;
    private final List<Op.SetThp> controls;
    private final Addresses addresses;
    private final Set<String> metrics = new TreeSet<>();
    private final Map<String, Position> processNames = new LinkedHashMap<>();
    private final Map<String, Integer> processNumbers = new LinkedHashMap<>();
    private final Map<String, Inheritance> inheritances = new LinkedHashMap<>();
    private final Rendezvous rendezvous = new Rendezvous();
    private final Devices devices = new Devices();
    private final Map<String, Integer> pins = new LinkedHashMap<>();
    private int ops;
    private long inheritedEntries;

    /** @param controls what is set before the first process */
    WorkloadCompiler(MachineProfile machine, List<Op.SetThp> controls) {
        this.machine = machine;
        this.controls = controls;
        this.addresses = new Addresses(machine);
    }

    Workload compile(List<YamlNode> processes) {
        Map<String, List<ThreadSlot>> slots = new LinkedHashMap<>();
        int threads = 0;
        for (YamlNode node : processes) {
            Fields process = Fields.of(node);
            checkUnique(processNames, process.scalar("name"), process.text("name"), "processes");
            List<ThreadSlot> expanded = expand(process);
            threads += expanded.size();
            if (threads > ThreadSlot.THREADS_MAX) {
                throw process.mapping().error("more than " + ThreadSlot.THREADS_MAX + " threads", "");
            }
            slots.put(process.text("name"), expanded);
        }
        ForkTree forks = new ForkTree(slots);
        for (String process : forks.parentsFirst()) {
            ForkTree.Birth birth = forks.birth(process);
            if (birth == null) {
                continue;
            }
            if (isOnlyChecked(birth, slots)) {
                slots.computeIfPresent(
                        process,
                        (name, all) -> all.stream().map(ThreadSlot::onlyChecked).toList());
            } else if (!hasThreads(process, slots)) {
                throw birth.child()
                        .error(
                                "process: " + Text.quote(process) + " would have no threads",
                                "allowed: a process in which some group has a count above 0");
            }
        }
        slots.values().forEach(all -> all.forEach(rendezvous::add));
        slots.values().forEach(all -> all.forEach(devices::add));
        slots.keySet().forEach(process -> processNumbers.put(process, processNumbers.size() + 1));
        Map<String, List<Workload.ThreadSpec>> programs = new LinkedHashMap<>();
        for (String process : forks.parentsFirst()) {
            List<ThreadSlot> all = Objects.requireNonNull(slots.get(process));
            Inheritance inherited = inheritances.getOrDefault(process, Inheritance.NONE);
            programs.put(process, new ProcessCompiler(process, all, inherited, this).threads());
        }
        List<Workload.ProcessSpec> specs = new ArrayList<>();
        for (String process : slots.keySet()) {
            List<Workload.ThreadSpec> specsOfThreads = Objects.requireNonNull(programs.get(process));
            specs.add(new Workload.ProcessSpec(process, specsOfThreads, forks.birth(process) != null));
        }
        return new Workload(List.copyOf(specs), rendezvous.barriers(), rendezvous.flags(), controls);
    }

    private static boolean isOnlyChecked(ForkTree.Birth birth, Map<String, List<ThreadSlot>> slots) {
        return birth.thread().dry() || !hasThreads(birth.parent(), slots);
    }

    private static boolean hasThreads(String process, Map<String, List<ThreadSlot>> slots) {
        return Objects.requireNonNull(slots.get(process)).stream().anyMatch(slot -> !slot.dry());
    }

    private List<ThreadSlot> expand(Fields process) {
        List<ThreadSlot> slots = new ArrayList<>();
        Map<String, Position> names = new LinkedHashMap<>();
        List<YamlNode> threads = process.items("threads");
        for (int entry = 0; entry < threads.size(); entry++) {
            Fields thread = Fields.of(threads.get(entry));
            for (ThreadSlot slot : ThreadSlot.expand(thread, entry, machine)) {
                checkUnique(names, thread.scalar("name"), slot.name(), "threads");
                slots.add(slot);
            }
        }
        return slots;
    }

    private static void checkUnique(Map<String, Position> names, YamlScalar scalar, String name, String what) {
        Position earlier = names.putIfAbsent(name, scalar.position());
        if (earlier != null) {
            throw scalar.error("two " + what + " named " + Text.quote(name), "the first is at " + earlier);
        }
    }

    Addresses addresses() {
        return addresses;
    }

    Rendezvous rendezvous() {
        return rendezvous;
    }

    Devices devices() {
        return devices;
    }

    /** Names of the metrics that operations measure. */
    Set<String> metrics() {
        return metrics;
    }

    void countOp(YamlScalar key) {
        if (++ops > OPS_MAX) {
            throw key.error("more than " + OPS_MAX + " operations");
        }
    }

    /** Takes note of what a process has from the one that forks it, and gives its number. */
    int fork(YamlScalar child, Inheritance inherited) {
        inheritedEntries += inherited.size();
        if (inheritedEntries > OPS_MAX) {
            throw child.error("process: processes would inherit more than " + OPS_MAX + " mappings");
        }
        inheritances.put(child.text(), inherited);
        return Objects.requireNonNull(processNumbers.get(child.text()));
    }

    /** Number under which the engine keeps what a pin of that name took. */
    int pin(String name) {
        return pins.computeIfAbsent(name, unknown -> pins.size());
    }

    /** Programs of one process. Threads of a group share one if it maps nothing. */
    private static final class ProcessCompiler {
        private final List<ThreadSlot> slots;
        private final ProcessLayout layout;
        private final Inheritance inherited;
        private final Pins pins;
        private final WorkloadCompiler workload;
        private final UnmapIndex unmaps;

        ProcessCompiler(String name, List<ThreadSlot> slots, Inheritance inherited, WorkloadCompiler workload) {
            this.slots = slots;
            this.inherited = inherited;
            this.layout = new ProcessLayout(slots, workload.addresses, inherited);
            this.pins = new Pins(name, slots, workload);
            this.workload = workload;
            this.unmaps = new UnmapIndex(slots, layout, workload.addresses);
        }

        List<Workload.ThreadSpec> threads() {
            List<Workload.ThreadSpec> specs = new ArrayList<>();
            Map<Integer, List<Op>> shared = new LinkedHashMap<>();
            for (ThreadSlot slot : slots) {
                List<Op> program = shared.get(slot.entry());
                if (program == null) {
                    program = compile(slot);
                    if (layout.mapsOf(slot).isEmpty()) {
                        shared.put(slot.entry(), program);
                    }
                }
                if (!slot.dry()) {
                    specs.add(new Workload.ThreadSpec(slot.name(), slot.cpu(), program));
                }
            }
            return List.copyOf(specs);
        }

        private List<Op> compile(ThreadSlot slot) {
            OverlapCheck overlaps = new OverlapCheck(range -> unmaps.unmappedByOthers(slot, range), inherited.mapped());
            return new ProgramCompiler(slot, layout, overlaps, pins, workload).compile();
        }
    }
}
