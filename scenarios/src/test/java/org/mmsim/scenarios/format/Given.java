package org.mmsim.scenarios.format;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.mmsim.engine.mm.VmFlags;
import org.mmsim.engine.policy.Presets;
import org.mmsim.engine.workload.Op;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.Document;
import org.mmsim.scenarios.yaml.YamlReader;

/** Loaders and documents that tests start from. */
public final class Given {

    static final ScenarioLoader LOADER = new ScenarioLoader(policies());

    private Given() {}

    static PolicyNames policies() {
        Map<String, List<String>> names = new LinkedHashMap<>();
        names.put("lockless_walk", List.of("always", "shared-counter", "percpu-counter", "none-needed"));
        names.put("mm_cpumask", List.of("never-cleared", "lazy"));
        return new PolicyNames(names, Presets.all());
    }

    /** A scenario of the library with settings as they follow {@code --set}. */
    static Scenario library(String name, String... settings) {
        return LOADER.load(name, List.of(settings).stream().map(Setting::parse).toList(), OptionalLong.empty());
    }

    static Scenario read(String text) {
        return LOADER.read(text, "s.yaml");
    }

    static Document document(String text) {
        return new Document(YamlReader.read(text, "s.yaml"), Path.of(""));
    }

    /** What a loader says about a document. */
    static InputException complaintAbout(Callable<?> load) {
        return catchThrowableOfType(InputException.class, load::call);
    }

    /** A document on power9-4 with one process; the lines of its threads begin at line 8. */
    static String withThreads(String... lines) {
        StringBuilder text = new StringBuilder("""
                mmsim: 1
                name: given
                description: for a test
                machine: power9-4
                processes:
                  - name: A
                    threads:
                """);
        for (String line : lines) {
            text.append("      ").append(line).append('\n');
        }
        return text.toString();
    }

    /** A document with one thread on CPU 0; its operations begin at line 11, column 13. */
    static String withProgram(String... ops) {
        String[] lines = new String[ops.length + 3];
        lines[0] = "- name: main";
        lines[1] = "  cpu: 0";
        lines[2] = ops.length == 0 ? "  run: []" : "  run:";
        for (int i = 0; i < ops.length; i++) {
            lines[i + 3] = "    - " + ops[i];
        }
        return withThreads(lines);
    }

    /** The operations of the first thread of the first process. */
    static List<Op> program(Scenario scenario) {
        return scenario.workload().processes().get(0).threads().get(0).program();
    }

    /** What a scenario's map becomes. */
    public static Op map(long va, long length, boolean write, boolean huge, String metric) {
        long access = VmFlags.VM_READ | (write ? VmFlags.VM_WRITE | VmFlags.VM_ACCOUNT : 0);
        return new Op.Map(va, length, access | VmFlags.VM_MAY_ALL | (huge ? 0 : VmFlags.VM_NOHUGEPAGE), metric);
    }
}
