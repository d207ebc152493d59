package org.mmsim.scenarios.format;

import java.util.ArrayList;
import java.util.List;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlScalar;

/**
 * A thread of a process on its CPU, with its program not compiled yet.
 *
 * @param entry number of its entry in the document's list of threads
 * @param group one of several with the same program, so that the names it maps are its own
 * @param dry of a group of no threads, or of a process that nobody forks: its program is only checked
 */
record ThreadSlot(String name, int cpu, int entry, boolean group, boolean dry, Fields thread) {

    /** Most threads of a scenario. */
    static final int THREADS_MAX = 65_536;

    List<YamlNode> program() {
        return thread.items("run");
    }

    /** The same, and its program is only checked. */
    ThreadSlot onlyChecked() {
        return new ThreadSlot(name, cpu, entry, group, true, thread);
    }

    /** The threads that one entry of a process stands for; one dry thread if it stands for none. */
    static List<ThreadSlot> expand(Fields thread, int entry, MachineProfile machine) {
        String name = thread.text("name");
        if (thread.has("cpu")) {
            int cpu = cpu(thread.scalar("cpu"), thread.integer("cpu"), "cpu", machine);
            return List.of(new ThreadSlot(name, cpu, entry, false, false, thread));
        }
        Fields cpus = thread.fields("cpus");
        boolean upwards = cpus.has("first");
        String end = upwards ? "first" : "last";
        int start = cpu(cpus.scalar(end), cpus.integer(end), end, machine);
        long count = cpus.integer("count");
        if (count == 0) {
            return List.of(new ThreadSlot(name, start, entry, true, true, thread));
        }
        long farthest = upwards ? start + count - 1 : start - count + 1;
        cpu(cpus.scalar("count"), farthest, "cpus", machine);
        List<ThreadSlot> slots = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int cpu = upwards ? start + i : start - i;
            slots.add(new ThreadSlot(name + "-" + (i + 1), cpu, entry, true, false, thread));
        }
        return slots;
    }

    private static int cpu(YamlScalar scalar, long cpu, String key, MachineProfile machine) {
        int cpus = machine.topology().cpus();
        if (cpu < 0 || cpu >= cpus) {
            throw new InputException(
                    key + ": CPU " + cpu + " is out of range (" + scalar.position() + ")",
                    "allowed: 0 to " + (cpus - 1) + " on machine " + machine.name());
        }
        return (int) cpu;
    }
}
