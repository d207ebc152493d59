package org.mmsim.scenarios.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.machine.ThpControls;
import org.mmsim.engine.policy.Policies;
import org.mmsim.engine.policy.PolicyFamily;
import org.mmsim.engine.policy.Presets;
import org.mmsim.engine.workload.Op;
import org.mmsim.protocol.ThpControl;
import org.mmsim.scenarios.run.Identities;

class KernelSectionTest {

    private static Scenario onX86(String sections) {
        String text = Given.withProgram("exit: {}")
                .replace("machine: power9-4\n", "machine: qemu-x86-64\n" + sections + "\n");
        return Identities.loader().read(text, "s.yaml");
    }

    @Test
    void whoSaysNothingGetsTheDefaultsThatAreListed() {
        assertThat(onX86("").kernel()).isEqualTo(Policies.defaults());
    }

    @Test
    void aPresetChoosesWhatTheScenarioDoesNot() {
        Scenario scenario = onX86("kernel: {preset: x86_64-6.18-debian, fork: per-pte}");

        assertThat(scenario.kernel())
                .containsEntry("fork", "per-pte")
                .containsEntry("wp_reuse", "mm-owner")
                .containsEntry("pt_reclaim", "dontneed")
                .doesNotContainKey("preset");
        assertThat(Identities.loader().read(scenario.canonicalText(), "canonical"))
                .isEqualTo(scenario);
    }

    @Test
    void everyPresetChoosesOneSideOfEveryArgument() {
        for (Presets.Preset preset : Presets.all()) {
            assertThat(preset.choices().keySet())
                    .as(preset.name())
                    .containsExactlyInAnyOrderElementsOf(
                            Policies.families().stream().map(PolicyFamily::key).toList());
            assertThat(Policies.of(preset.choices())).isNotNull();
        }
    }

    @Test
    void anExpectationCanHoldForOnePresetOnly() {
        String text = Given.withProgram("exit: {}")
                        .replace("machine: power9-4\n", "machine: qemu-x86-64\nkernel: {preset: x86_64-6.12}\n")
                + "expect:\n  - {counter: a, equals: 1, when: {kernel.preset: x86_64-6.12}}\n"
                + "  - {counter: b, equals: 1, when: {kernel.preset: x86_64-6.18}}\n";

        assertThat(Identities.loader().read(text, "s.yaml").expectations())
                .extracting(Expectation::name)
                .containsExactly("a");
    }

    @Test
    void controlsOfHugePagesAreSetBeforeTheFirstProcess() {
        Scenario scenario =
                onX86("thp: {2MiB: never, 64KiB: always, 4KiB: always, enabled: madvise, use_zero_page: false}");

        assertThat(scenario.workload().controls())
                .containsExactly(
                        new Op.SetThp(ThpControl.THP_GLOBAL_ENABLED, 0, ThpControls.MADVISE),
                        new Op.SetThp(ThpControl.THP_DEFRAG, 0, 3),
                        new Op.SetThp(ThpControl.THP_USE_ZERO_PAGE, 0, 0),
                        new Op.SetThp(ThpControl.THP_SIZE_ENABLED, 4, ThpControls.ALWAYS),
                        new Op.SetThp(ThpControl.THP_SIZE_ENABLED, 9, ThpControls.NEVER));
        assertThat(Identities.loader().read(scenario.canonicalText(), "canonical"))
                .isEqualTo(scenario);
    }

    @Test
    void theOrderOfControlsDoesNotMatter() {
        assertThat(onX86("thp: {64KiB: always, enabled: never, 16KiB: madvise}"))
                .isEqualTo(onX86("thp: {16KiB: madvise, enabled: never, 64KiB: always}"));
    }

    @Test
    void aFolioSizeCanBeAParameter() {
        String text = Given.withProgram("exit: {}")
                .replace(
                        "machine: power9-4\n",
                        "machine: qemu-x86-64\nparameters: {folio: 64KiB}\nthp: {enabled: never, $folio: always}\n");

        List<Op.SetThp> controls = Identities.loader()
                .load(Given.document(text), List.of(Setting.parse("parameters.folio=1MiB")), OptionalLong.empty())
                .workload()
                .controls();

        assertThat(controls).endsWith(new Op.SetThp(ThpControl.THP_SIZE_ENABLED, 8, ThpControls.ALWAYS));
    }
}
