package org.mmsim.scenarios.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mmsim.engine.workload.Workload.ProcessSpec;
import org.mmsim.scenarios.InputException;

class CopiesTest {

    private static String processes(String... lines) {
        return "mmsim: 1\nname: s\ndescription: d\nmachine: power9-4\nprocesses:\n" + String.join("\n", lines) + "\n";
    }

    private static final String MAIN = "  - {name: main, threads: [{name: t, cpu: 0, run: [barrier: b]}]}";

    @Test
    void eachCopyIsOneCpuFurtherUp() {
        Scenario scenario = Given.read(processes(
                MAIN,
                "  - name: other",
                "    copies: 2",
                "    threads:",
                "      - {name: one, cpu: 1, run: [map: {name: buf, size: 2MiB}, barrier: b]}",
                "      - {name: two, cpus: {last: 2, count: 2}, run: [barrier: b]}"));

        assertThat(scenario.workload().processes())
                .extracting(ProcessSpec::name)
                .containsExactly("main", "other-1", "other-2");
        assertThat(scenario.workload().processes().get(2).threads())
                .extracting(thread -> thread.name() + " on " + thread.cpu())
                .containsExactly("one on 2", "two-1 on 3", "two-2 on 2");
    }

    @Test
    void theCanonicalTextHasThemWrittenOut() {
        Scenario scenario = Given.read(
                processes(MAIN, "  - {name: other, copies: 3, threads: [{name: t, cpu: 1, run: [barrier: b]}]}"));

        assertThat(scenario.canonicalText()).doesNotContain("copies").contains("other-3");
        assertThat(Given.read(scenario.canonicalText())).isEqualTo(scenario);
    }

    @Test
    void noCopiesAreNoProcess() {
        Scenario scenario = Given.read(
                processes(MAIN, "  - {name: other, copies: 0, threads: [{name: t, cpu: 1, run: [barrier: b]}]}"));

        assertThat(scenario.workload().processes())
                .extracting(ProcessSpec::name)
                .containsExactly("main");
    }

    @Test
    void mistakesAreNamedWithTheirPlace() {
        InputException outside = Given.complaintAbout(() ->
                Given.read(processes("  - {name: other, copies: 4, threads: [{name: t, cpu: 1, run: [barrier: b]}]}")));
        InputException none = Given.complaintAbout(() ->
                Given.read(processes("  - {name: other, copies: 0, threads: [{name: t, cpu: 1, run: [barrier: b]}]}")));
        InputException forks = Given.complaintAbout(() -> Given.read(processes(
                "  - {name: other, copies: 2, threads: [{name: t, cpu: 1, run: [repeat: {times: 1, run: [fork: {process: c}]}]}]}",
                "  - {name: c, threads: [{name: t, cpu: 1, run: [exit: {}]}]}")));

        assertThat(outside).hasMessage("cpu: CPU 4 is out of range (s.yaml:6:55)");
        assertThat(none).hasMessage("processes: there are no copies of any (s.yaml:6:3)");
        assertThat(forks).hasMessageStartingWith("fork: in a process of which there are copies (s.yaml:6:");
    }
}
