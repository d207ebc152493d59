package org.mmsim.scenarios.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlScalar;

/** The {@code kernel} part of a scenario: policies by name, the rest by default. */
final class KernelPolicies {

    private static final String HUGE_PAGES = "transparent_hugepage";
    private static final List<String> HUGE_PAGE_SETTINGS = List.of("always", "never");

    private final Map<String, List<String>> namesByKey;

    KernelPolicies(PolicyNames policies) {
        namesByKey = new LinkedHashMap<>(policies.byKey());
        namesByKey.put(HUGE_PAGES, HUGE_PAGE_SETTINGS);
    }

    static boolean hugePages(Map<String, String> kernel) {
        return "always".equals(kernel.get(HUGE_PAGES));
    }

    /** The mapping with the default of every policy that it does not choose. */
    YamlMapping withDefaults(YamlMapping kernel) {
        YamlMapping complete = kernel;
        for (Map.Entry<String, List<String>> policy : namesByKey.entrySet()) {
            if (!complete.has(policy.getKey())) {
                YamlScalar key = YamlScalar.plain(policy.getKey(), kernel.position());
                YamlNode value = YamlScalar.plain(policy.getValue().get(0), kernel.position());
                complete = complete.with(key, value);
            }
        }
        return complete;
    }

    /** The mapping in the order of the registry, all of its names known. */
    YamlMapping checked(YamlMapping kernel) {
        for (YamlMapping.Entry entry : kernel.entries()) {
            String key = entry.key().text();
            List<String> names = namesByKey.get(key);
            if (names == null) {
                throw entry.key()
                        .error(
                                "unknown key " + Text.quote(key) + " in kernel",
                                Text.allowed(key, new ArrayList<>(namesByKey.keySet())));
            }
            String name = Fields.of(kernel).text(key);
            if (!names.contains(name)) {
                throw ((YamlScalar) entry.value())
                        .error(key + ": " + Text.quote(name) + " is not known", Text.allowed(name, names));
            }
        }
        List<YamlMapping.Entry> ordered = new ArrayList<>();
        namesByKey.keySet().forEach(key -> ordered.add(kernel.existing(key)));
        return new YamlMapping(ordered, kernel.position());
    }
}
