package org.mmsim.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmsim.engine.profile.Arch;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.engine.profile.Provenance;
import org.mmsim.scenarios.profile.ProfileLoader;
import org.mmsim.scenarios.yaml.Library;
import tools.jackson.databind.JsonNode;

class ProfilesCommandTest {

    @Test
    void theListHasEveryProfileOnALine() {
        List<String> lines = Invocation.of("profiles").outLines();

        assertThat(lines).hasSameSizeAs(Library.PROFILES.names());
        assertThat(lines.stream().map(line -> line.split(" ", 2)[0]))
                .containsExactlyElementsOf(Library.PROFILES.names());
    }

    @Test
    void aProfileEndsWithWhatIsEstimatedAndWhatIsFittedToWhat() {
        String out = Invocation.of("profiles", "power9-4").out();

        String end = out.substring(out.indexOf("estimated, because"));
        assertThat(end.lines().map(String::strip))
                .startsWith("estimated, because nobody published them:")
                .contains("fitted, so that a published result comes out:", "ipi_send")
                .anyMatch(line -> line.startsWith("idle_states.snooze, fault_entry, "))
                .anyMatch(line -> line.startsWith("fitted so that one serialize_against_pte_lookup"));
        assertThat(end).doesNotContain("tlb.l1").doesNotContain("syscall");
    }

    @Test
    void aProfileWithoutFittedNumbersSaysSo() {
        assertThat(Invocation.of("profiles", "qemu-x86-64").outLines())
                .endsWith("fitted, so that a published result comes out: none");
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void jsonNamesTheSameNumbersAsEstimatedAndFitted(String name) {
        JsonNode json = Invocation.of("profiles", name, "--json").json();
        List<String> estimated = new ArrayList<>();
        json.get("estimated").forEach(item -> estimated.add(item.asString()));
        MachineProfile profile = ProfileLoader.load(name);

        for (CostId id : CostId.values()) {
            boolean expected = profile.cost(id).provenance() == Provenance.ESTIMATED;
            assertThat(estimated.contains(id.label())).as(id.label()).isEqualTo(expected);
        }
        for (JsonNode fitted : json.get("fitted")) {
            assertThat(fitted.get("source").asString()).contains("fitted");
        }
    }

    static Stream<String> profiles() {
        return Library.PROFILES.names().stream();
    }

    /** Small versions only: the large ones differ in what makes a run long. */
    static Stream<String> smallMachinesWithMthp() {
        return profiles()
                .filter(name -> name.endsWith("-4"))
                .filter(name -> ProfileLoader.load(name).arch() != Arch.POWERPC_BOOK3S64_RADIX);
    }

    @ParameterizedTest
    @MethodSource("smallMachinesWithMthp")
    void aScenarioRunsOnEverySmallMachine(String name) {
        String preset = ProfileLoader.load(name).arch() == Arch.X86_64 ? "x86_64-6.12" : "arm64-6.12";

        Invocation run = Invocation.of(
                "run",
                "fork-mthp",
                "--no-journal",
                "--set",
                "machine=" + name,
                "--set",
                "kernel.preset=" + preset,
                "--set",
                "parameters.size=4MiB");

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    }
}
