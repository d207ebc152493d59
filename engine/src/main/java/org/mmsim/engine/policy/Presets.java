package org.mmsim.engine.policy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mmsim.engine.profile.Arch;

/** What released kernels do, where they differ. */
public final class Presets {
    private static final List<Arch> X86 = List.of(Arch.X86_64);
    private static final List<Arch> ARM = List.of(Arch.ARM64, Arch.ARM64_WITHOUT_HAFDBS);
    private static final String DEBIAN_6_12 = "Debian's 6.12.107";
    private static final String DEBIAN_6_18 = "Debian's 6.18.15";

    /**
     * A kernel.
     *
     * @param archs architectures that it runs on
     * @param choices policy for each key under {@code kernel:}
     */
    public record Preset(String name, String description, List<Arch> archs, Map<String, String> choices) {
        public Preset {
            archs = List.copyOf(archs);
            choices = new TreeMap<>(choices);
        }
    }

    private Presets() {}

    /** All of them. */
    public static List<Preset> all() {
        return List.of(
                new Preset("x86_64-6.12", DEBIAN_6_12, X86, and(choices612(), "mm_cpumask", "at-switch")),
                new Preset(
                        "x86_64-6.18-debian",
                        DEBIAN_6_18,
                        X86,
                        and(choices618(), "pt_reclaim", "dontneed", "mm_cpumask", "trimmed")),
                new Preset("arm64-6.12", DEBIAN_6_12, ARM, choices612()),
                new Preset("arm64-6.18", DEBIAN_6_18, ARM, choices618()),
                new Preset("arm64-6.12-a72", DEBIAN_6_12 + ", for CPUs such as Cortex-A72", ARM, choices612()),
                new Preset(
                        "x86_64-6.18",
                        "a vendor's 6.18.44",
                        X86,
                        and(choices618(), "lru", "classic", "mm_cpumask", "trimmed")));
    }

    /**
     * The one of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Preset of(String name) {
        return all().stream()
                .filter(preset -> preset.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no preset " + name));
    }

    private static Map<String, String> choices612() {
        return and(Policies.defaults(), "lockless_walk", "none-needed", "fault_lock", "vma-lock");
    }

    private static Map<String, String> choices618() {
        return and(
                choices612(),
                "wp_reuse",
                "mm-owner",
                "huge_zero_wp",
                "map-thp",
                "huge_zero_entry",
                "special",
                "vma_merge",
                "either-way",
                "mremap",
                "many-vmas",
                "change",
                "batched",
                "zap_drain",
                "keep");
    }

    private static Map<String, String> and(Map<String, String> choices, String... keysAndNames) {
        Map<String, String> changed = new TreeMap<>(choices);
        for (int i = 0; i < keysAndNames.length; i += 2) {
            changed.put(keysAndNames[i], keysAndNames[i + 1]);
        }
        return changed;
    }
}
