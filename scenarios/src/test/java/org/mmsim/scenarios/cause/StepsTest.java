package org.mmsim.scenarios.cause;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmsim.engine.event.Fact;
import org.mmsim.protocol.Check;
import org.mmsim.protocol.Event;
import org.mmsim.scenarios.run.Recording;
import org.mmsim.storage.JournalReader;

class StepsTest {

    @TempDir
    Path directory;

    @Test
    void aRaceShowsBothSides() {
        Predicate<Fact> missed =
                f -> f.type == Event.CHECK_VIOLATED_FIELD_NUMBER && f.a == Check.CHECK_WALK_COUNTER_VALUE;
        Recording run = IntStream.range(1, 100)
                .mapToObj(seed -> Recording.of("shared-counter-no-walker-barrier", "never-cleared", "batch", seed))
                .filter(recording -> recording.facts().stream().anyMatch(missed))
                .findFirst()
                .orElseThrow();
        Fact violation = last(run, missed);
        List<Step> steps = steps(run, violation.seq);

        assertThat(steps).extracting(step -> step.event().seq()).isSorted();
        assertThat(texts(steps, 0)).contains("zap_huge_pmd()", "no walk counted: no IPI");
        assertThat(texts(steps, 0)).anyMatch(text -> text.startsWith("clear pmd 0x"));
        assertThat(texts(steps, 0).get(0)).startsWith("unmap 0x");
        int walker = (int) violation.d;
        assertThat(texts(steps, walker)).contains("local_irq_save", "counter store in store buffer");
        assertThat(texts(steps, walker)).anyMatch(text -> text.startsWith("read pmd 0x"));
        Step end = steps.get(steps.size() - 1);
        assertThat(end.cpu()).isEqualTo(-1);
        assertThat(end.text()).startsWith("CHECK walk-counter: ");
    }

    @Test
    void anInterruptThatHadToWaitShowsForWhat() {
        Recording run = Recording.ofWalkers();
        Fact taken = last(run, f -> f.type == Event.IPI_TAKEN_FIELD_NUMBER);
        int cpu = taken.actorIndex();
        Fact handled = run.facts().stream()
                .filter(f -> f.seq > taken.seq && f.type == Event.IPI_HANDLED_FIELD_NUMBER && f.actorIndex() == cpu)
                .findFirst()
                .orElseThrow();
        List<Step> steps = steps(run, handled.seq);

        assertThat(texts(steps, cpu))
                .containsSubsequence(
                        "local_irq_save",
                        "<IPI> from CPU 0, pending",
                        "local_irq_restore",
                        "pending IPI taken",
                        "<IPI> do_nothing() for CPU 0");
        assertThat(texts(steps, 0)).anyMatch(text -> text.startsWith("IPI -> CPU " + cpu));
    }

    @Test
    void readersOfTheSamePageAreLeftOut() {
        Recording run = Recording.ofWalkers();
        Fact read = run.facts().stream()
                .filter(f -> f.type == Event.WALK_ENTRY_READ_FIELD_NUMBER && f.c == 1)
                .findFirst()
                .orElseThrow();

        assertThat(steps(run, read.seq)).extracting(Step::cpu).containsOnly(read.actorIndex());
    }

    @Test
    void everyEventHasATableThatFitsTheWidth() {
        Recording run = Recording.of("shared-counter-no-walker-barrier", "lazy", "fine", 1);
        run.write(directory, 64);
        try (JournalReader reader = JournalReader.open(directory)) {
            for (long seq = 1; seq <= run.facts().size(); seq += 13) {
                List<Step> steps = Steps.of(reader, run.scenario().machine(), seq);
                int width = 60 + (int) (seq % 61);
                assertThat(new StepTable(steps, width).lines())
                        .as("event %d in %d columns", seq, width)
                        .hasSizeGreaterThan(1)
                        .allMatch(line -> line.length() <= width);
                assertThat(steps.get(steps.size() - 1).event().seq()).isEqualTo(seq);
            }
        }
    }

    /** The CPU whose translation is stale has no part in the chain of causes, but in the race it has. */
    @ParameterizedTest
    @CsvSource({
        "race-x86-genrace, switch-without-barrier, 1, CHECK_TLB_FRAME_REUSE, 1, madvise 0x, TLB caches pte 0x, 0,"
                + " store to loaded-mm in store buffer",
        "race-x86-pfnmap, pfnmap-unlinked-before-flush, 1, CHECK_TLB_FRAME_REUSE, 0, unmap 0x, TLB caches pte 0x, 1,"
                + " <IPI> from CPU 0",
        "race-mremap, remap-flushes-after-unlock, 1, CHECK_TLB_FRAME_REUSE, 0, remap 0x, TLB caches pte 0x, 2, read 0x",
        "race-dontneed-nested, nested-gather-unnoticed, 2, CHECK_TLB_FRESH, 0, madvise 0x, TLB caches pte 0x, 2,"
                + " PagesRead va=0x",
        "race-x86-freed-tables, freed-tables-skip-lazy, 1, CHECK_WALK_CACHE, 0, unmap 0x, TLB caches pte 0x, 1,"
                + " IdleEntered"
    })
    void aStaleTranslationShowsWhoHoldsItBesideWhoChangedTheEntry(
            String race,
            String bug,
            long seed,
            Check check,
            int changer,
            String change,
            String fill,
            int holder,
            String holdersStep) {
        Recording run = Recording.ofLibrary(race, bug, seed);
        Fact violation = run.facts().stream()
                .filter(f -> f.type == Event.CHECK_VIOLATED_FIELD_NUMBER && f.a == check.getNumber())
                .findFirst()
                .orElseThrow();

        run.write(directory, 4096);
        for (long asked : new long[] {violation.b, violation.seq}) {
            List<Step> steps = read(run, asked);
            assertThat(steps).extracting(step -> step.event().seq()).isSorted().endsWith(asked);
            assertThat(texts(steps, changer))
                    .anyMatch(text -> text.startsWith(change))
                    .anyMatch(text -> text.startsWith("clear p"));
            assertThat(texts(steps, holder))
                    .anyMatch(text -> text.startsWith(fill))
                    .anyMatch(text -> text.startsWith(holdersStep));
        }
    }

    private List<Step> steps(Recording run, long seq) {
        run.write(directory, 4096);
        return read(run, seq);
    }

    private List<Step> read(Recording run, long seq) {
        try (JournalReader reader = JournalReader.open(directory)) {
            return Steps.of(reader, run.scenario().machine(), seq);
        }
    }

    private static Fact last(Recording run, Predicate<Fact> wanted) {
        return run.facts().stream()
                .filter(wanted)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private static List<String> texts(List<Step> steps, int cpu) {
        return steps.stream().filter(step -> step.cpu() == cpu).map(Step::text).toList();
    }
}
