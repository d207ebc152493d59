package org.mmsim.scenarios.cause;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmsim.engine.event.Fact;
import org.mmsim.engine.pagetable.PageTableFormat;
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
            PageTableFormat format = run.machine().format();
            for (long seq = 1; seq <= run.facts().size(); seq += 13) {
                List<Step> steps = Steps.of(reader, format, seq);
                int width = 60 + (int) (seq % 61);
                assertThat(new StepTable(steps, width).lines())
                        .as("event %d in %d columns", seq, width)
                        .hasSizeGreaterThan(1)
                        .allMatch(line -> line.length() <= width);
                assertThat(steps.get(steps.size() - 1).event().seq()).isEqualTo(seq);
            }
        }
    }

    private List<Step> steps(Recording run, long seq) {
        run.write(directory, 4096);
        try (JournalReader reader = JournalReader.open(directory)) {
            return Steps.of(reader, run.machine().format(), seq);
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
