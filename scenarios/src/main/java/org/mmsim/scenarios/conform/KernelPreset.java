package org.mmsim.scenarios.conform;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.conform.script.Feature;
import org.mmsim.scenarios.procfs.KernelVariant;
import org.mmsim.scenarios.yaml.Text;

/** The kernels that recordings were made on. */
public enum KernelPreset {
    X86_64_6_12(
            "x86_64-6.12", "6.12.107+deb12-amd64", "x86_64", new KernelVariant(false, true), EnumSet.of(Feature.GUARD)),
    X86_64_6_18_DEBIAN(
            "x86_64-6.18-debian",
            "6.18.15+deb13-amd64",
            "x86_64",
            new KernelVariant(true, true),
            EnumSet.noneOf(Feature.class)),
    ARM64_6_12(
            "arm64-6.12",
            "6.12.107+deb12-arm64",
            "aarch64",
            new KernelVariant(false, true),
            EnumSet.of(Feature.GUARD, Feature.SOFTDIRTY)),
    ARM64_6_18(
            "arm64-6.18",
            "6.18.15+deb13-arm64",
            "aarch64",
            new KernelVariant(true, true),
            EnumSet.of(Feature.SOFTDIRTY)),
    /** A CPU that does not manage access and dirty bits, and has no TLBI for ranges. */
    ARM64_6_12_A72(
            "arm64-6.12-a72",
            "6.12.107+deb12-arm64",
            "aarch64",
            new KernelVariant(false, true),
            EnumSet.of(Feature.GUARD, Feature.SOFTDIRTY)),
    /** A vendor's kernel: a second opinion. */
    X86_64_6_18(
            "x86_64-6.18", "6.18.44-fc-v669", "x86_64", new KernelVariant(true, false), EnumSet.of(Feature.SOFTDIRTY));

    private final String label;
    private final String release;
    private final String machine;
    private final KernelVariant variant;
    private final Set<Feature> lacking;

    KernelPreset(String label, String release, String machine, KernelVariant variant, Set<Feature> lacking) {
        this.label = label;
        this.release = release;
        this.machine = machine;
        this.variant = variant;
        this.lacking = lacking;
    }

    /**
     * The kernel of a name.
     *
     * @throws InputException if there is none
     */
    public static KernelPreset of(String label, String where) {
        List<String> labels =
                Arrays.stream(values()).map(preset -> preset.label).toList();
        if (!labels.contains(label)) {
            throw new InputException(
                    "no kernel " + Text.quote(label) + " (" + where + ")", Text.allowed(label, labels));
        }
        return values()[labels.indexOf(label)];
    }

    /** The unmodified kernels that conformance is measured against. */
    public static List<KernelPreset> references() {
        return List.of(X86_64_6_12, X86_64_6_18_DEBIAN, ARM64_6_12, ARM64_6_18);
    }

    /** The name on the command line. */
    public String label() {
        return label;
    }

    /** What {@code uname -r} says. */
    public String release() {
        return release;
    }

    /** What {@code uname -m} says. */
    public String machine() {
        return machine;
    }

    /** What its files below {@code /proc} show differently from those of other kernels. */
    public KernelVariant variant() {
        return variant;
    }

    /** Whether the kernel and its machine have what a script needs. */
    public boolean has(Feature feature) {
        return !lacking.contains(feature);
    }
}
