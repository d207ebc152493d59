package org.mmsim.scenarios.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmsim.scenarios.experiment.ExperimentRunner.Results;
import org.mmsim.scenarios.yaml.Resources;

/** From how many pages on all of a TLB is flushed, and which instructions that takes. */
class FlushExperimentsTest {

    private static Results ceiling = new Results(Given.read(Given.SMALL), List.of(), List.of());
    private static Results pingpong = ceiling;
    private static Results mthp = ceiling;

    @BeforeAll
    static void run() throws InterruptedException {
        ceiling = Given.run(Resources.text("/mmsim/experiments/flush-ceiling.yaml"));
        pingpong = Given.run(Resources.text("/mmsim/experiments/mprotect-pingpong.yaml"));
        mthp = Given.run(Resources.text("/mmsim/experiments/mthp-sizes.yaml"));
    }

    private static double metric(Results results, String variant, String point, String name) {
        return Given.row(results, variant, point).metrics().getOrDefault(name, Double.NaN);
    }

    /** Instructions of mprotect and of munmap together; on arm64 there is one more flush of the ASID when the process ends. */
    @ParameterizedTest
    @CsvSource({
        "x86, 32, invlpg, 64",
        "x86, 33, invlpg, 66",
        "x86, 33, mov_cr3, 0",
        "x86, 34, invlpg, 0",
        "x86, 34, mov_cr3, 2",
        "arm64, 511, vale1is, 1022",
        "arm64, 511, aside1is, 1",
        "arm64, 512, vale1is, 0",
        "arm64, 512, aside1is, 3",
        "arm64-tlbirange, 513, aside1is, 1",
        "power, 256, tlbiel_va, 512",
        "power, 257, tlbiel_va, 0"
    })
    void beyondTheCeilingOneFlushTakesThePlaceOfAllOfThem(
            String variant, String pages, String instruction, double count) {
        assertThat(metric(ceiling, variant, pages, instruction)).isEqualTo(count);
    }

    @ParameterizedTest
    @CsvSource({"x86, 33, 34", "arm64, 511, 512", "power, 256, 257"})
    void aPageMoreCanTakeLessTime(String variant, String last, String first) {
        assertThat(metric(ceiling, variant, first, "mprotect_ns"))
                .isLessThan(metric(ceiling, variant, last, "mprotect_ns"));
    }

    /** 200 rounds of two flushes, and one when the address space ends. */
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 401", "4, 1203", "8, 2807", "16, 6015"})
    void x86InterruptsEveryOtherCpuBothWaysAndArmNone(String cpus, double ipis) {
        assertThat(metric(pingpong, "x86", cpus, "ipis")).isEqualTo(ipis);
        assertThat(metric(pingpong, "x86", cpus, "tlbis")).isZero();
        assertThat(metric(pingpong, "arm64", cpus, "ipis")).isZero();
        assertThat(metric(pingpong, "arm64", cpus, "tlbis")).isEqualTo(401);
    }

    @Test
    void aBroadcastTakesAsLongForManyCpusAsForTwo() {
        assertThat(metric(pingpong, "arm64", "16", "protect_ns"))
                .isEqualTo(metric(pingpong, "arm64", "2", "protect_ns"));
        assertThat(metric(pingpong, "x86", "16", "protect_ns"))
                .isGreaterThan(metric(pingpong, "x86", "2", "protect_ns"));
    }

    @ParameterizedTest
    @CsvSource({
        "base-pages, 4, 16384",
        "64k, 4, 1024",
        "64k-32k-16k, 4, 1024",
        "2m, 4, 32",
        "base-pages, 128, 512",
        "64k, 128, 512",
        "2m, 128, 32"
    })
    void aFaultBringsAWholeFolio(String variant, String stride, double faults) {
        assertThat(metric(mthp, variant, stride, "faults")).isEqualTo(faults);
    }

    @Test
    void sparseUseTakesTheMoreMemoryTheLargerTheFoliosAreAndDenseUseDoesNot() {
        for (String[] pair : new String[][] {{"base-pages", "64k"}, {"64k", "2m"}}) {
            assertThat(metric(mthp, pair[1], "512", "memory_pages"))
                    .isGreaterThan(4 * metric(mthp, pair[0], "512", "memory_pages"));
        }
        assertThat(List.of("64k", "64k-32k-16k", "2m"))
                .allSatisfy(variant -> assertThat(metric(mthp, variant, "4", "memory_pages"))
                        .isLessThan(metric(mthp, "base-pages", "4", "memory_pages") * 1.01));
    }

    @Test
    void smallerSizesHelpWhereLargeFoliosDoNotFitAndTakeNoMoreMemory() {
        assertThat(metric(mthp, "64k-32k-16k", "small", "faults")).isLessThan(metric(mthp, "64k", "small", "faults"));
        assertThat(metric(mthp, "64k", "small", "faults")).isLessThan(metric(mthp, "base-pages", "small", "faults"));
        assertThat(metric(mthp, "64k-32k-16k", "small", "memory_pages"))
                .isEqualTo(metric(mthp, "64k", "small", "memory_pages"));
    }
}
