package org.mmsim.scenarios.conform;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mmsim.engine.policy.Presets;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.conform.script.Feature;
import org.mmsim.scenarios.procfs.KernelVariant;
import org.mmsim.scenarios.yaml.Text;

/** The kernels that recordings were made on. */
public enum KernelPreset {
    X86_64_6_12("x86_64-6.12", "6.12.107+deb12-amd64", "qemu-x86-64", EnumSet.of(Feature.GUARD)),
    X86_64_6_18_DEBIAN("x86_64-6.18-debian", "6.18.15+deb13-amd64", "qemu-x86-64", EnumSet.noneOf(Feature.class)),
    ARM64_6_12("arm64-6.12", "6.12.107+deb12-arm64", "qemu-arm64", EnumSet.of(Feature.GUARD, Feature.SOFTDIRTY)),
    ARM64_6_18("arm64-6.18", "6.18.15+deb13-arm64", "qemu-arm64", EnumSet.of(Feature.SOFTDIRTY)),
    /** A CPU that does not manage access and dirty bits, and has no TLBI for ranges. */
    ARM64_6_12_A72(
            "arm64-6.12-a72", "6.12.107+deb12-arm64", "qemu-arm64-a72", EnumSet.of(Feature.GUARD, Feature.SOFTDIRTY)),
    /** A vendor's kernel: a second opinion. */
    X86_64_6_18("x86_64-6.18", "6.18.44-fc-v669", "qemu-x86-64", EnumSet.of(Feature.SOFTDIRTY));

    private final String label;
    private final String release;
    private final String profile;
    private final Set<Feature> lacking;

    KernelPreset(String label, String release, String profile, Set<Feature> lacking) {
        this.label = label;
        this.release = release;
        this.profile = profile;
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
        return isX86() ? "x86_64" : "aarch64";
    }

    /** Whether the machine is an x86-64 one; else it is an arm64 one. */
    public boolean isX86() {
        return switch (this) {
            case X86_64_6_12, X86_64_6_18_DEBIAN, X86_64_6_18 -> true;
            case ARM64_6_12, ARM64_6_18, ARM64_6_12_A72 -> false;
        };
    }

    private boolean is612() {
        return switch (this) {
            case X86_64_6_12, ARM64_6_12, ARM64_6_12_A72 -> true;
            case X86_64_6_18_DEBIAN, ARM64_6_18, X86_64_6_18 -> false;
        };
    }

    /** The machine that it ran on, by the name of its profile. */
    public String profile() {
        return profile;
    }

    /** Where kernels differ, what this one does: policy by family. */
    public Map<String, String> policies() {
        return Presets.of(label).choices();
    }

    /** What its files below {@code /proc} show differently from those of other kernels. */
    public KernelVariant variant() {
        return new KernelVariant(!is612(), this != X86_64_6_18, has(Feature.SOFTDIRTY));
    }

    /** Whether the kernel and its machine have what a script needs. */
    public boolean has(Feature feature) {
        return !lacking.contains(feature);
    }
}
