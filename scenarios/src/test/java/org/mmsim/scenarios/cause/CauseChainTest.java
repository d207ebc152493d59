package org.mmsim.scenarios.cause;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmsim.engine.event.Fact;
import org.mmsim.protocol.Event;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.Operation;
import org.mmsim.scenarios.run.Recording;
import org.mmsim.scenarios.view.EventRow;
import org.mmsim.storage.JournalReader;

class CauseChainTest {

    @TempDir
    static Path directory;

    private static Recording run;
    private static JournalReader reader;

    @BeforeAll
    static void record() {
        run = Recording.ofWalkers();
        run.write(directory, 64);
        reader = JournalReader.open(directory);
    }

    @AfterAll
    static void close() {
        reader.close();
    }

    @Test
    void everyHandledInterruptOfTheUnmapLeadsBackToIt() {
        long unmap = unmap();
        List<Fact> handled = run.facts().stream()
                .filter(f -> f.type == Event.IPI_HANDLED_FIELD_NUMBER && f.a == 0 && f.seq > unmap)
                .toList();

        assertThat(handled).hasSizeGreaterThan(8).allSatisfy(fact -> {
            CauseChain chain = CauseChain.of(reader, fact.seq, Long.MAX_VALUE, 0);
            assertThat(chain.isComplete()).isTrue();
            assertThat(fact(chain, 0).seq()).isEqualTo(unmap);
            assertThat(fact(chain, chain.links().size() - 1).seq()).isEqualTo(fact.seq);
            assertThat(types(chain)).contains(Event.SERIALISE_STARTED_FIELD_NUMBER, Event.IPI_SENT_FIELD_NUMBER);
        });
    }

    @Test
    void aChainHasEveryCauseOnceHoweverItIsFolded() {
        for (Fact fact : run.facts()) {
            if (fact.seq % 37 == 0) {
                CauseChain chain = CauseChain.of(reader, fact.seq, Long.MAX_VALUE, (int) (fact.seq % 3) * 10);
                long events = chain.links().stream().mapToLong(Link::events).sum();
                assertThat(events)
                        .as("causes of %d", fact.seq)
                        .isEqualTo(causes(fact).size());
            }
        }
    }

    @Test
    void callsThatHadReturnedAreOneLink() {
        long lastZap = run.facts().stream()
                .filter(f -> f.type == Event.FUNCTION_ENTERED_FIELD_NUMBER
                        && f.actor == 0
                        && f.a == KernelFunction.zap_huge_pmd_VALUE)
                .mapToLong(f -> f.seq)
                .max()
                .orElseThrow();
        CauseChain chain = CauseChain.of(reader, lastZap, Long.MAX_VALUE, 0);

        assertThat(chain.links())
                .filteredOn(Link.Calls.class::isInstance)
                .singleElement()
                .satisfies(link -> {
                    Link.Calls calls = (Link.Calls) link;
                    assertThat(calls.function()).isEqualTo(KernelFunction.zap_huge_pmd_VALUE);
                    assertThat(calls.times()).isEqualTo(3);
                    assertThat(calls.lastSeq()).isLessThan(lastZap);
                });
    }

    @Test
    void aChainThatIsGivenUpNamesTheOperationAllTheSame() {
        long unmap = unmap();
        List<Fact> work = run.facts().stream()
                .filter(f -> f.seq > unmap && f.actor == 0 && f.type != Event.OPERATION_FINISHED_FIELD_NUMBER)
                .takeWhile(f -> f.type != Event.THREAD_WOKEN_FIELD_NUMBER)
                .toList();
        int givenUp = 0;
        for (Fact fact : work) {
            CauseChain chain = CauseChain.of(reader, fact.seq, 0, 0);
            if (!chain.isComplete()) {
                assertThat(chain.operation().map(EventRow::seq))
                        .as("of %d", fact.seq)
                        .contains(unmap);
                givenUp++;
            }
        }
        assertThat(givenUp).isGreaterThan(10);
    }

    @Test
    void effectsAreAllThatHasTheEventAmongItsCauses() {
        Fact begun = run.facts().stream()
                .filter(f -> f.type == Event.OPERATION_STARTED_FIELD_NUMBER)
                .reduce((earlier, later) -> later)
                .orElseThrow();
        TreeSet<Long> expected = new TreeSet<>(List.of(begun.seq));
        run.facts().stream().filter(f -> expected.contains(f.cause)).forEach(f -> expected.add(f.seq));

        Effects all = Effects.of(reader, begun.seq, Long.MAX_VALUE);
        assertThat(all.events()).extracting(EventRow::seq).containsExactlyElementsOf(expected);
        assertThat(all.complete()).isTrue();
        assertThat(expected).hasSizeGreaterThan(5);
        Effects some = Effects.of(reader, begun.seq, expected.size() - 2);
        assertThat(some.events()).hasSize(expected.size() - 1);
        assertThat(some.complete()).isFalse();
    }

    /** The causes of an event, itself included, by looking at the facts. */
    private static List<Fact> causes(Fact event) {
        List<Fact> causes = new ArrayList<>(List.of(event));
        Fact at = event;
        while (at.cause != 0 && (at == event || at.type != Event.OPERATION_STARTED_FIELD_NUMBER)) {
            at = run.facts().get((int) at.cause - 1);
            causes.add(at);
        }
        return causes;
    }

    private static long unmap() {
        Predicate<Fact> wanted =
                f -> f.type == Event.OPERATION_STARTED_FIELD_NUMBER && f.a == 0 && f.b == Operation.OP_UNMAP_VALUE;
        return run.facts().stream().filter(wanted).findFirst().orElseThrow().seq;
    }

    private static EventRow fact(CauseChain chain, int index) {
        return ((Link.Fact) chain.links().get(index)).event();
    }

    private static List<Integer> types(CauseChain chain) {
        return chain.links().stream()
                .filter(Link.Fact.class::isInstance)
                .map(link -> ((Link.Fact) link).event().type())
                .toList();
    }
}
