package org.mmsim.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.JsonNode;

@ResourceLock(org.junit.jupiter.api.parallel.Resources.SYSTEM_OUT)
@ResourceLock(org.junit.jupiter.api.parallel.Resources.SYSTEM_ERR)
class SensitivityCommandTest {

    private static Invocation sensitivity(String... more) {
        List<String> small = List.of(
                "sensitivity",
                "lockless-munmap-small",
                "--set",
                "parameters.size=16MiB",
                "--set",
                "parameters.walkers=0");
        return Invocation.of(Stream.concat(small.stream(), Stream.of(more)).toArray(String[]::new));
    }

    @Test
    void costsAreRankedWithBarsAndTheirProvenance() {
        Invocation said = sensitivity("--metric", "munmap_ns");

        assertThat(said.exitCode()).isZero();
        assertThat(said.err()).isEmpty();
        assertThat(said.outLines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        assertThat(said.outLines().get(0)).startsWith("lockless-munmap-small on power9-4, munmap_ns: ");
        assertThat(said.outLines().get(3))
                .matches("  ipi_send +fitted +-\\d+\\.\\d % +\\+\\d+\\.\\d % +0\\.\\d{3}  #{10,20}");
        assertThat(said.out()).contains("\nwithout effect: ").contains("copy_page");
    }

    @Test
    void jsonHasEveryCost() {
        JsonNode root = sensitivity("--metric", "munmap_ns", "--json").json();

        assertThat(root.propertyNames())
                .containsExactly("scenario", "machine", "metric", "value", "costs", "without_effect");
        assertThat(root.get("costs").get(0).propertyNames())
                .containsExactly("cost", "provenance", "half", "twice", "elasticity");
    }

    @Test
    void aComparisonSaysHowFarItsNearestFlipIs() {
        String[] compare = {
            "--set",
            "machine.costs.ipi_send.ns=400",
            "--metric",
            "munmap_ns",
            "--compare",
            "kernel.lockless_walk=always,none-needed"
        };
        Invocation said = sensitivity(compare);
        JsonNode root = sensitivity(
                        Stream.concat(Stream.of(compare), Stream.of("--json")).toArray(String[]::new))
                .json();

        assertThat(said.exitCode()).isZero();
        assertThat(said.out())
                .contains("the first is ", "flips below", "\nnearest flip: ")
                .containsPattern("\\n  [a-z_]+ +estimated +\\d+\\.\\d{3} +\\d+\\.\\d{3} .*x \\d");
        assertThat(root.get("compare").asString()).isEqualTo("kernel.lockless_walk");
        assertThat(root.get("values").propertyNames()).containsExactly("always", "none-needed");
        assertThat(root.get("ratio").asDouble()).isGreaterThan(1);
    }

    @Test
    void wrongRequestsAreRefused() {
        assertThat(sensitivity("--metric", "munmap_ns", "--compare", "kernel.lockless_walk=always"))
                .isEqualTo(new Invocation(2, "", """
                        mmsim: not KEY=A,B (--compare kernel.lockless_walk=always)
                        allowed: --compare kernel.lockless_walk=always,shared-counter
                        """));
        assertThat(sensitivity("--metric", "munmap_ns", "--compare", "machine=power9-4,power9-128")
                        .err())
                .startsWith("mmsim: the values give two machines (--compare machine=power9-4,power9-128)\n");
        assertThat(sensitivity("--metric", "munmap").err())
                .startsWith("mmsim: neither a metric of lockless-munmap-small nor a counter (--metric munmap)\n");
        assertThat(sensitivity("--metric", "munmap_ns", "--seeds", "0").err())
                .startsWith("mmsim: too few or too many seeds (--seeds 0)\n");
    }
}
