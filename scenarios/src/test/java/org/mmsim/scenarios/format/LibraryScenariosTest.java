package org.mmsim.scenarios.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mmsim.engine.workload.Op;
import org.mmsim.engine.workload.Workload.ThreadSpec;
import org.mmsim.protocol.WalkerClass;
import org.mmsim.scenarios.yaml.Library;

class LibraryScenariosTest {

    private static final long GIB = 1L << 30;
    private static final long MIB = 1L << 20;

    @Test
    void locklessMunmapIsTheThreadsMachineAndSize() {
        Scenario scenario = Given.library("lockless-munmap");

        assertThat(scenario.name()).isEqualTo("lockless-munmap");
        assertThat(scenario.machine().name()).isEqualTo("power9-128");
        assertThat(scenario.machine().topology().cpus()).isEqualTo(128);
        assertThat(scenario.seed()).isEqualTo(1);
        assertThat(scenario.granularity()).isEqualTo(Granularity.BATCH);
        assertThat(scenario.kernel())
                .containsEntry("lockless_walk", "always")
                .containsEntry("mm_cpumask", "never-cleared")
                .hasSize(2);
        long va = 0x7fff_0000_0000L - 496 * GIB;
        assertThat(Given.program(scenario))
                .containsExactly(
                        Given.map(va, 496 * GIB, true, true, ""),
                        new Op.Touch(va, 496 * GIB, 2 * MIB, true, 0, false, "touch_ns"),
                        new Op.Barrier(0, 128, ""),
                        new Op.Unmap(va, 496 * GIB, "munmap_ns"),
                        new Op.Signal(0),
                        new Op.Barrier(1, 128, ""),
                        new Op.Exit(false));
        assertThat(scenario.workload().barriers()).containsExactly("ready", "finished");
        assertThat(scenario.workload().flags()).containsExactly("done");
        assertThat(scenario.expectations())
                .extracting(Expectation::describe)
                .containsExactly("ipi_sent = 32251904", "270000000000 <= munmap_ns <= 280000000000", "violations = 0");
    }

    @Test
    void everyOtherCpuOfLocklessMunmapRunsOneWorkerThatSleepsThroughTheUnmap() {
        List<ThreadSpec> threads =
                Given.library("lockless-munmap").workload().processes().get(0).threads();

        assertThat(threads).hasSize(128);
        assertThat(threads.stream().map(ThreadSpec::cpu))
                .containsExactlyElementsOf(IntStream.range(0, 128).boxed().toList());
        assertThat(threads.get(1).name()).isEqualTo("worker-1");
        assertThat(threads.get(127).name()).isEqualTo("worker-127");
        assertThat(threads.get(127).program())
                .containsExactly(
                        new Op.Compute(10_000, ""),
                        new Op.Barrier(0, 128, ""),
                        new Op.Barrier(1, 128, ""),
                        new Op.Exit(false));
    }

    @Test
    void walkersOfLocklessMunmapComeFromTheLastCpuDownwardsAndAlternateBetweenTheClasses() {
        Scenario scenario = Given.library("lockless-munmap", "parameters.walkers=2");
        List<ThreadSpec> threads = scenario.workload().processes().get(0).threads();

        assertThat(threads).hasSize(130);
        assertThat(threads.get(128).name()).isEqualTo("walker-1");
        assertThat(threads.get(128).cpu()).isEqualTo(127);
        assertThat(threads.get(129).cpu()).isEqualTo(126);
        long va = 0x7fff_0000_0000L - 496 * GIB;
        assertThat(threads.get(129).program())
                .containsExactly(
                        new Op.Barrier(0, 130, ""),
                        new Op.Repeat(
                                -1,
                                0,
                                List.of(
                                        walk(va, 496 * GIB, WalkerClass.WALKER_GUP_FAST, "gup_fast_ns"),
                                        new Op.Compute(10_000, ""),
                                        walk(va, 496 * GIB, WalkerClass.WALKER_PTE_POINTER, "pte_pointer_ns"),
                                        new Op.Compute(10_000, ""))),
                        new Op.Barrier(1, 130, ""),
                        new Op.Exit(false));
    }

    @Test
    void expectationsOfTheMeasuredRunDoNotHoldForOtherPoliciesAndSizes() {
        assertThat(Given.library("lockless-munmap", "kernel.lockless_walk=shared-counter")
                        .expectations())
                .extracting(Expectation::describe)
                .containsExactly("violations = 0");
        assertThat(Given.library("lockless-munmap", "parameters.size=4GiB").expectations())
                .extracting(Expectation::describe)
                .containsExactly("violations = 0");
        assertThat(Given.library("lockless-munmap", "parameters.walkers=3").expectations())
                .extracting(Expectation::describe)
                .containsExactly("ipi_sent = 32251904", "violations = 0");
    }

    @Test
    void theSmallScenarioHasAWorkerAndWalkersBesideTheMainThread() {
        Scenario scenario = Given.library("lockless-munmap-small");
        List<ThreadSpec> threads = scenario.workload().processes().get(0).threads();

        assertThat(threads.stream().map(thread -> thread.name() + "@" + thread.cpu()))
                .containsExactly("main@0", "worker-1@1", "walker-1@3", "walker-2@2");
        long buf = 0x7fff_0000_0000L - GIB;
        assertThat(threads.get(0).program())
                .startsWith(
                        Given.map(buf, GIB, true, true, ""),
                        Given.map(buf - MIB, MIB, true, false, ""),
                        new Op.Touch(buf, GIB, 2 * MIB, true, 0, false, "touch_ns"));
        assertThat(threads.get(2).program().get(1))
                .isEqualTo(new Op.Repeat(
                        -1,
                        0,
                        List.of(
                                walk(buf, GIB, WalkerClass.WALKER_GUP_FAST, "gup_fast_ns"),
                                new Op.Compute(2_000, ""),
                                walk(buf, GIB, WalkerClass.WALKER_PTE_POINTER, "pte_pointer_ns"),
                                new Op.Compute(2_000, ""))));
        assertThat(scenario.expectations())
                .extracting(Expectation::describe)
                .containsExactly("ipi_sent = 1536", "violations = 0");
    }

    @ParameterizedTest
    @EnumSource(Library.class)
    void theIndexListsWhatIsThere(Library library) throws IOException, URISyntaxException {
        Path folder = Path.of(Library.class
                        .getResource("/mmsim/" + library.name().toLowerCase(java.util.Locale.ROOT) + "/index.txt")
                        .toURI())
                .getParent();
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - ".yaml".length()))
                    .toList();
            assertThat(library.names()).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @ParameterizedTest
    @EnumSource(Library.class)
    void everyDocumentHasItsFilesNameAndOneLineAboutIt(Library library) {
        assertThat(library.entries()).hasSameSizeAs(library.names());
        for (Library.Entry entry : library.entries()) {
            assertThat(library.text(entry.name())).contains("\nname: " + entry.name() + "\n");
            assertThat(entry.description()).isNotBlank().doesNotContain("\n");
        }
    }

    private static Op walk(long va, long length, WalkerClass walker, String metric) {
        return new Op.Walk(va, length, 2 * MIB, true, walker, 200, metric);
    }
}
