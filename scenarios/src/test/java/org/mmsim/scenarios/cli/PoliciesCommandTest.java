package org.mmsim.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mmsim.engine.policy.Policies;
import org.mmsim.engine.policy.Presets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PoliciesCommandTest {

    @Test
    void everythingThatCanBeChosenIsListed() {
        String out = Invocation.of("policies").out();

        assertThat(Policies.families())
                .allSatisfy(family -> assertThat(out)
                        .contains(family.key() + ": " + family.description())
                        .contains(family.choices().get(0).description()));
        assertThat(Presets.all()).allSatisfy(preset -> assertThat(out).contains("preset " + preset.name() + ": "));
    }

    @Test
    void aPresetShowsAllOfItsChoices() {
        Presets.Preset preset = Presets.of("x86_64-6.18-debian");

        assertThat(Invocation.of("policies", preset.name()).outLines())
                .hasSize(1 + preset.choices().size())
                .contains("  pt_reclaim: dontneed", "  wp_reuse: mm-owner");
    }

    @Test
    void theListShowsWhereAPresetDiffersFromTheDefault() {
        assertThat(Invocation.of("policies").outLines())
                .contains("  pt_reclaim: dontneed")
                .doesNotContain("  mm_cpumask: never-cleared");
    }

    @Test
    void jsonHasPresetsWithTheirChoices() {
        JsonNode presets = JsonMapper.shared()
                .readTree(Invocation.of("policies", "--json").out())
                .get("presets");

        assertThat(presets).hasSameSizeAs(Presets.all());
        assertThat(presets.get(0).get("name").asString()).isEqualTo("x86_64-6.12");
        assertThat(presets.get(0).get("archs").get(0).asString()).isEqualTo("x86-64");
        assertThat(presets.get(0).get("choices").get("lockless_walk").asString())
                .isEqualTo("none-needed");
    }

    @Test
    void aNameOfNeitherIsRefusedWithTheNearest() {
        Invocation refused = Invocation.of("policies", "x86_64-6.13");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).startsWith("mmsim: no policy or preset \"x86_64-6.13\" (policies)\ndid you mean ");
    }
}
