package org.mmsim.scenarios.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final boolean hugePages;
    private final Addresses addresses;
    private final Set<String> metrics = new TreeSet<>();
    private final Map<String, Position> processNames = new LinkedHashMap<>();
    private int ops;

    /** @param hugePages whether memory may be backed by huge pages at all */
    WorkloadCompiler(MachineProfile machine, boolean hugePages) {
        this.machine = machine;
        this.hugePages = hugePages;
        this.addresses = new Addresses(machine);
    }

    Workload compile(List<YamlNode> processes) {
        Map<Fields, List<ThreadSlot>> slots = new LinkedHashMap<>();
        Rendezvous rendezvous = new Rendezvous();
        int threads = 0;
        for (YamlNode node : processes) {
            Fields process = Fields.of(node);
            checkUnique(processNames, process.scalar("name"), process.text("name"), "processes");
            List<ThreadSlot> expanded = expand(process);
            threads += expanded.size();
            if (threads > ThreadSlot.THREADS_MAX) {
                throw process.mapping().error("more than " + ThreadSlot.THREADS_MAX + " threads", "");
            }
            expanded.forEach(rendezvous::add);
            slots.put(process, expanded);
        }
        List<Workload.ProcessSpec> specs = new ArrayList<>();
        slots.forEach((process, expanded) -> specs.add(new Workload.ProcessSpec(
                process.text("name"), new ProcessCompiler(expanded, rendezvous, this).threads(), false)));
        return new Workload(List.copyOf(specs), rendezvous.barriers(), rendezvous.flags());
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

    boolean hugePages() {
        return hugePages;
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

    void checkProcess(YamlScalar name) {
        if (!processNames.containsKey(name.text())) {
            throw name.error(
                    "process: no process " + Text.quote(name.text()),
                    Text.allowed(name.text(), new ArrayList<>(processNames.keySet())));
        }
    }

    /** Programs of one process. Threads of a group share one if it maps nothing. */
    private static final class ProcessCompiler {
        private final List<ThreadSlot> slots;
        private final ProcessLayout layout;
        private final Rendezvous rendezvous;
        private final WorkloadCompiler workload;
        private final UnmapIndex unmaps;

        ProcessCompiler(List<ThreadSlot> slots, Rendezvous rendezvous, WorkloadCompiler workload) {
            this.slots = slots;
            this.layout = new ProcessLayout(slots, workload.addresses);
            this.rendezvous = rendezvous;
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
            OverlapCheck overlaps = new OverlapCheck(range -> unmaps.unmappedByOthers(slot, range));
            return new ProgramCompiler(slot, layout, overlaps, rendezvous, workload).compile();
        }
    }
}
