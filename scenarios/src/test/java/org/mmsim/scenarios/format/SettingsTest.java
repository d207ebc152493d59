package org.mmsim.scenarios.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmsim.engine.mm.VmFlags;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.CostValue;
import org.mmsim.engine.profile.Distance;
import org.mmsim.engine.profile.Jitter;
import org.mmsim.engine.workload.Op;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.Library;

class SettingsTest {

    private static final String SMALL = "lockless-munmap-small";

    @Test
    void aPathLeadsThroughKeysNamesOfItemsAndIndexes() {
        Scenario scenario = Given.library(
                SMALL,
                "kernel.mm_cpumask=lazy",
                "granularity=fine",
                "processes.A.threads.main.cpu=2",
                "processes.0.threads.0.run.0.map.write=false",
                "processes.A.threads.worker.run.0={sleep: 7ms}");

        assertThat(scenario.kernel()).containsEntry("mm_cpumask", "lazy");
        assertThat(scenario.granularity()).isEqualTo(Granularity.FINE);
        var threads = scenario.workload().processes().get(0).threads();
        assertThat(threads.get(0).cpu()).isEqualTo(2);
        assertThat(((Op.Map) threads.get(0).program().get(0)).vmFlags() & VmFlags.VM_WRITE)
                .isZero();
        assertThat(threads.get(1).program().get(0)).isEqualTo(new Op.Sleep(7_000_000, ""));
    }

    @Test
    void theSeedComesFromTheDocumentUnlessGiven() {
        assertThat(Given.library(SMALL).seed()).isEqualTo(1);
        assertThat(Given.library(SMALL, "seed=9223372036854775807").seed()).isEqualTo(Long.MAX_VALUE);
        assertThat(Given.LOADER
                        .load(SMALL, List.of(Setting.parse("seed=3")), OptionalLong.of(7))
                        .seed())
                .isEqualTo(7);
    }

    @Test
    void theLastOfTwoSettingsOfOneThingCounts() {
        assertThat(Given.library(SMALL, "parameters.size=4GiB", "parameters.size=2GiB")
                        .workload()
                        .processes())
                .isEqualTo(
                        Given.library(SMALL, "parameters.size=2GiB").workload().processes());
    }

    @Test
    void aPathIntoTheMachineChangesItsProfile() {
        Scenario scenario =
                Given.library(SMALL, "machine.costs.ipi_send.ns=1234", "machine.topology.cores_per_socket=8");

        CostValue cost = scenario.machine().cost(CostId.IPI_SEND);
        assertThat(cost.ns(Distance.OTHER_SOCKET)).isEqualTo(1234);
        assertThat(scenario.machine().topology().cpus()).isEqualTo(8);
    }

    @Test
    void aMachineMayBeExchanged() {
        assertThat(Given.library(SMALL, "machine=power9-128")
                        .machine()
                        .topology()
                        .cpus())
                .isEqualTo(128);
    }

    @Test
    void keysThatTheDocumentLeavesOutMayBeSet() {
        Scenario scenario = Given.library(SMALL, "jitter.all.kind=uniform", "jitter.all.spread=10%");

        assertThat(scenario.machine().cost(CostId.SYSCALL).jitter()).isEqualTo(new Jitter(Jitter.Kind.UNIFORM, 100));
        assertThat(scenario.machine().cost(CostId.FOLIO_REF).jitter()).isEqualTo(new Jitter(Jitter.Kind.UNIFORM, 100));
    }

    @Test
    void jitterOfOneCostGoesBeforeJitterOfAll() {
        Scenario scenario = Given.library(
                SMALL, "jitter={all: {kind: lognormal, spread: 5%}, ipi_wire: {kind: uniform, spread: 0.5%}}");

        assertThat(scenario.machine().cost(CostId.SYSCALL).jitter()).isEqualTo(new Jitter(Jitter.Kind.LOGNORMAL, 50));
        assertThat(scenario.machine().cost(CostId.IPI_WIRE).jitter()).isEqualTo(new Jitter(Jitter.Kind.UNIFORM, 5));
    }

    @Test
    void aValueMayContainEqualsSigns() {
        assertThat(Given.library(SMALL, "description='a=b=c'").description()).isEqualTo("a=b=c");
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                arguments("kernel", "not KEY=VALUE (--set kernel)", "allowed: --set kernel.lockless_walk=always"),
                arguments("=1", "not KEY=VALUE (--set =1)", "allowed: --set kernel.lockless_walk=always"),
                arguments("a..b=1", "not KEY=VALUE (--set a..b=1)", "allowed: --set kernel.lockless_walk=always"),
                arguments(
                        "kernel.lockless_walk=[",
                        "not valid YAML: expected the node content, but found '<stream end>'"
                                + " (--set kernel.lockless_walk=[:1:2)",
                        ""),
                arguments(
                        "kernel.lockless_walk=",
                        "kernel.lockless_walk: expected a text, found nothing (--set kernel.lockless_walk=)",
                        ""),
                arguments(
                        "kernle.lockless_walk=always",
                        "unknown key \"kernle\" in the document (--set kernle.lockless_walk=always)",
                        "did you mean \"kernel\"? allowed: mmsim, name, description, machine, seed, granularity,"
                                + " parameters, kernel, thp, jitter, processes, expect"),
                arguments(
                        "parameters.sise=1GiB",
                        "no parameter \"sise\" (--set parameters.sise=1GiB)",
                        "did you mean \"size\"? allowed: size, workers, walkers, pause"),
                arguments(
                        "parameters.size=1GB",
                        "map.size: \"1GB\" has unknown unit \"GB\" (library/scenarios/lockless-munmap-small.yaml:L:C,"
                                + " $size from --set parameters.size=1GB)",
                        "allowed: an integer with B, KiB, MiB, GiB or TiB, such as 2MiB"),
                arguments(
                        "parameters.walkers=5",
                        "cpus: CPU -1 is out of range (library/scenarios/lockless-munmap-small.yaml:L:C,"
                                + " $walkers from --set parameters.walkers=5)",
                        "allowed: 0 to 3 on machine power9-4"),
                arguments(
                        "processes.B.threads.main.cpu=1",
                        "no item \"B\" in \"processes\" (--set processes.B.threads.main.cpu=1)",
                        "allowed: A, or index 0"),
                arguments(
                        "processes.A.threads.3.cpu=1",
                        "no item \"3\" in \"processes.A.threads\" (--set processes.A.threads.3.cpu=1)",
                        "allowed: main, worker, walker, or index 0 to 2"),
                arguments(
                        "processes.A.threads.main.run.99.exit=1",
                        "no item \"99\" in \"processes.A.threads.main.run\" (--set processes.A.threads.main.run.99.exit=1)",
                        "allowed: index 0 to 8"),
                arguments("name.x=1", "\"name\" is a text and holds no \"x\" (--set name.x=1)", ""),
                arguments(
                        "machine.costs.syscall.ms=1",
                        "unknown key \"ms\" in costs.syscall (--set machine.costs.syscall.ms=1)",
                        "allowed: ns, same_cpu, same_core, same_cluster, same_socket, other_socket, jitter, provenance, source"),
                arguments(
                        "machine=nowhere",
                        "machine: neither in the library nor a file (\"nowhere\"), named at --set machine=nowhere",
                        "allowed: " + String.join(", ", Library.PROFILES.names()) + ", or a path"),
                arguments(
                        "seed=-1",
                        "seed: \"-1\" is out of range (--set seed=-1)",
                        "allowed: 0 to 9223372036854775807"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aWrongSettingIsNamedAsItWasWritten(String setting, String message, String hint) {
        InputException e = Given.complaintAbout(() -> Given.library(SMALL, setting));

        assertThat(e).isNotNull();
        assertThat(String.valueOf(e.getMessage()).replaceAll("yaml:\\d+:\\d+", "yaml:L:C"))
                .isEqualTo(message);
        assertThat(e.hint()).isEqualTo(hint);
    }

    @Test
    void aNegativeSeedIsRefused() {
        InputException e = Given.complaintAbout(() -> Given.LOADER.load(SMALL, List.of(), OptionalLong.of(-1)));

        assertThat(e).hasMessage("seed: \"-1\" is out of range (--seed -1)");
    }
}
