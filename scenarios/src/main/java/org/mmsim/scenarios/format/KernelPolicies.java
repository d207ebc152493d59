package org.mmsim.scenarios.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.cpu.TlbFlushPolicy;
import org.mmsim.engine.policy.Presets.Preset;
import org.mmsim.engine.profile.Arch;
import org.mmsim.engine.profile.Feature;
import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlScalar;

/** The {@code kernel} part of a scenario: policies by name, the rest as the preset says or by default. */
final class KernelPolicies {

    private static final String PRESET = "preset";
    private static final String TLB_FLUSH = "tlb_flush";

    private final PolicyNames policies;

    KernelPolicies(PolicyNames policies) {
        this.policies = policies;
    }

    /** The mapping with every policy that it does not choose: the preset's, else the default. */
    YamlMapping withDefaults(YamlMapping kernel) {
        Map<String, String> preset =
                preset(kernel.get(PRESET)).map(Preset::choices).orElse(Map.of());
        YamlMapping complete = kernel;
        for (Map.Entry<String, List<String>> policy : policies.byKey().entrySet()) {
            if (!complete.has(policy.getKey())) {
                String name =
                        preset.getOrDefault(policy.getKey(), policy.getValue().get(0));
                YamlScalar key = YamlScalar.plain(policy.getKey(), kernel.position());
                YamlNode value = YamlScalar.plain(name, kernel.position());
                complete = complete.with(key, value);
            }
        }
        return complete;
    }

    private Optional<Preset> preset(@Nullable YamlNode value) {
        return policies.presets().stream()
                .filter(preset ->
                        value instanceof YamlScalar name && name.text().equals(preset.name()))
                .findFirst();
    }

    /**
     * The mapping in the order of the registry without the preset, which has left its choices; all names known.
     *
     * @param machine what the kernel runs on
     */
    YamlMapping checked(YamlMapping kernel, Fields machine) {
        String arch = machine.text("arch");
        if (kernel.has(PRESET)) {
            checkPreset(Fields.of(kernel).scalar(PRESET), arch);
        }
        for (YamlMapping.Entry entry : kernel.without(PRESET).entries()) {
            String key = entry.key().text();
            List<String> names = policies.byKey().get(key);
            if (names == null) {
                List<String> keys = new ArrayList<>(List.of(PRESET));
                keys.addAll(policies.byKey().keySet());
                throw entry.key().error("unknown key " + Text.quote(key) + " in kernel", Text.allowed(key, keys));
            }
            String name = Fields.of(kernel).text(key);
            if (!names.contains(name)) {
                throw ((YamlScalar) entry.value())
                        .error(key + ": " + Text.quote(name) + " is not known", Text.allowed(name, names));
            }
        }
        if (kernel.has(TLB_FLUSH)) {
            checkTlbFlush(Fields.of(kernel).scalar(TLB_FLUSH), arch, machine);
        }
        List<YamlMapping.Entry> ordered = new ArrayList<>();
        policies.byKey().keySet().forEach(key -> ordered.add(kernel.require(key)));
        return new YamlMapping(ordered, kernel.position());
    }

    /** Some ways to flush take what the CPUs may not have. */
    private static void checkTlbFlush(YamlScalar choice, String arch, Fields machine) {
        boolean invlpgb = machine.items("features").stream()
                .anyMatch(feature -> ((YamlScalar) feature).text().equals(Feature.INVLPGB.label()));
        if (choice.text().equals(TlbFlushPolicy.INVLPGB.label()) && !invlpgb) {
            throw choice.error(
                    "tlb_flush: this machine has no INVLPGB", "allowed: invlpgb on machines with the feature invlpgb");
        }
        if (choice.text().equals(TlbFlushPolicy.LOCAL.label()) && !arch.startsWith(Arch.ARM64.label())) {
            throw choice.error("tlb_flush: \"local\" is not for " + arch, "allowed: local on arm64");
        }
    }

    private void checkPreset(YamlScalar name, String arch) {
        List<String> fitting = new ArrayList<>();
        for (Preset preset : policies.presets()) {
            if (preset.archs().stream().anyMatch(each -> each.label().equals(arch))) {
                fitting.add(preset.name());
            }
        }
        if (!fitting.contains(name.text())) {
            boolean known = preset(name).isPresent();
            throw name.error(
                    "preset: " + Text.quote(name.text()) + (known ? " does not run on " + arch : " is not known"),
                    fitting.isEmpty() ? "allowed: none on " + arch : Text.allowed(name.text(), fitting));
        }
    }
}
