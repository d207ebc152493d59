package org.mmsim.engine.kernel.tlb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmsim.engine.pagetable.Arm64;
import org.mmsim.engine.pagetable.PageTableFormat;

class TlbiTest {
    private static final PageTableFormat FORMAT = new Arm64(4096, true);
    private static final long PAGE = 4096;
    private static final long START = 0x10_0000_0000L;

    private static List<Tlbi> range(boolean ranges, long pages, int strideLevel) {
        return Tlbi.range(FORMAT, ranges, START, START + pages * PAGE, strideLevel, true);
    }

    private static long instructions(List<Tlbi> plan) {
        return plan.stream().mapToLong(Tlbi::nr).sum();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "511, 511", "512, 1"})
    void withoutRangesEveryPageHasAnInstructionUpToTheCeiling(int pages, int instructions) {
        assertThat(instructions(range(false, pages, 0))).isEqualTo(instructions);
    }

    @ParameterizedTest
    @CsvSource({
        "1, vale1is",
        "2, rvale1is",
        "3, rvale1is vale1is",
        "16, rvale1is",
        "65, rvale1is vale1is",
        "66, rvale1is rvale1is",
        "512, rvale1is",
        "2097152, rvale1is",
        "2097153, aside1is"
    })
    void withRangesTheLargestScaleComesFirst(long pages, String instructions) {
        List<Tlbi> plan = range(true, pages, 0);

        assertThat(String.join(
                        " ", plan.stream().map(t -> t.instruction().name()).toList()))
                .isEqualTo(instructions);
    }

    @Test
    void theInstructionsCoverTheRangeWithoutGapOrOverlap() {
        for (long pages = 1; pages < 3000; pages += 7) {
            long va = START;
            for (Tlbi tlbi : range(true, pages, 0)) {
                assertThat(tlbi.va()).isEqualTo(va);
                va += tlbi.length();
            }
            assertThat(va).isEqualTo(START + pages * PAGE);
        }
    }

    @Test
    void hugeEntriesAreSteppedOverWhole() {
        assertThat(instructions(range(false, 1024, 1))).isEqualTo(2);
        assertThat(range(false, 1, 1).get(0).length()).isEqualTo(2 << 20);
    }
}
