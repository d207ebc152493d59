package org.mmsim.scenarios.format;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mmsim.engine.policy.Presets.Preset;

/**
 * The policies that scenarios may choose from.
 *
 * @param byKey for each key under {@code kernel} the names of its policies, the default first
 * @param presets kernels whose choices a scenario can take over together
 */
public record PolicyNames(Map<String, List<String>> byKey, List<Preset> presets) {

    public PolicyNames {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        byKey.forEach((key, names) -> {
            if (names.isEmpty()) {
                throw new IllegalArgumentException("no policy for " + key);
            }
            copy.put(key, List.copyOf(names));
        });
        byKey = Collections.unmodifiableMap(copy);
        presets = List.copyOf(presets);
    }
}
