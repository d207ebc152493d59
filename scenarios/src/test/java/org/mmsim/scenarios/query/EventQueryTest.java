package org.mmsim.scenarios.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmsim.engine.event.ActorIds;
import org.mmsim.engine.event.Fact;
import org.mmsim.protocol.Event;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.scenarios.run.Recording;
import org.mmsim.storage.JournalReader;

class EventQueryTest {
    private static final int RANDOM_FILTERS = 400;

    @TempDir
    static Path directory;

    private static Recording run;
    private static JournalReader reader;
    private static JournalFacts facts;

    @BeforeAll
    static void record() {
        run = Recording.ofWalkers();
        run.write(directory, 64);
        reader = JournalReader.open(directory);
        facts = new JournalFacts(reader);
    }

    @AfterAll
    static void close() {
        reader.close();
    }

    @Test
    void aTypeAndACpuFindWhatTheyName() {
        assertThat(find("type=IpiSent cpu=3"))
                .isNotEmpty()
                .isEqualTo(those(f -> f.type == Event.IPI_SENT_FIELD_NUMBER && f.a == 3));
        assertThat(find("cpu=2"))
                .containsAll(those(f -> f.actor == ActorIds.tlb(2) || f.actor == ActorIds.cpu(2)))
                .containsAll(those(f -> f.type == Event.CSD_QUEUED_FIELD_NUMBER && f.a == 2));
    }

    @Test
    void actorsGoByTheirNames() {
        assertThat(find("actor=tlb-1")).isNotEmpty().isEqualTo(those(f -> f.actor == ActorIds.tlb(1)));
        assertThat(find("actor=process-B,cpu-3"))
                .isEqualTo(those(f -> f.actor == ActorIds.process(2) || f.actor == ActorIds.cpu(3)));
        assertThat(find("actor=process-2")).isEqualTo(find("actor=process-B"));
    }

    @Test
    void aProcessIsTheActorOrOwnsTheMm() {
        assertThat(find("process=B type=VmaMapped,ProcessCreated,OperationStarted"))
                .isEqualTo(those(f -> f.type == Event.VMA_MAPPED_FIELD_NUMBER && f.a == 2
                        || f.type == Event.PROCESS_CREATED_FIELD_NUMBER && f.a == 2
                        || f.type == Event.OPERATION_STARTED_FIELD_NUMBER && f.actor == ActorIds.process(2)));
    }

    @Test
    void timesAndNumbersTakeRangesAndComparisons() {
        long time = run.facts().get(300).timeNs;
        assertThat(find("time=" + time + "ns")).isEqualTo(those(f -> f.timeNs == time));
        assertThat(find("time<" + time + "ns")).isEqualTo(those(f -> f.timeNs < time));
        assertThat(find("time>=" + time + "ns seq<=400")).isEqualTo(those(f -> f.timeNs >= time && f.seq <= 400));
        assertThat(find("seq=10..20,30")).hasSize(12).contains(10L, 20L, 30L);
        assertThat(find("seq>5 and seq!=7 seq<9")).containsExactly(6L, 8L);
        assertThat(find("cause=1")).isEqualTo(those(f -> f.cause == 1));
    }

    @Test
    void anAddressFindsRangesAndPagesThatHoldIt() {
        Fact cleared = run.facts().stream()
                .filter(f -> f.type == Event.PTE_CLEARED_FIELD_NUMBER && f.c == 1)
                .findFirst()
                .orElseThrow();
        long address = cleared.b + 0x12345;
        String inside = "0x" + Long.toHexString(address);

        assertThat(find("va=" + inside + " type=PteCleared level=pmd")).contains(cleared.seq);
        assertThat(find("va=" + inside))
                .containsAll(
                        those(f -> f.type == Event.VMA_UNMAPPED_FIELD_NUMBER && f.b <= address && address < f.b + f.c));
        String before = "0x" + Long.toHexString(cleared.b - 0x200000) + "..0x" + Long.toHexString(cleared.b);
        assertThat(find("va=" + before + " type=PteCleared")).doesNotContain(cleared.seq);
    }

    @Test
    void fieldsGoByTheirNamesAndEnumsWithOrWithoutPrefix() {
        List<Long> zaps = those(
                f -> (f.type == Event.FUNCTION_ENTERED_FIELD_NUMBER || f.type == Event.FUNCTION_RETURNED_FIELD_NUMBER)
                        && f.a == KernelFunction.zap_huge_pmd_VALUE);
        assertThat(find("function=zap_huge_pmd")).isNotEmpty().isEqualTo(zaps);
        assertThat(find("walker=gup-fast")).isNotEmpty().isEqualTo(find("walker=WALKER_GUP_FAST"));
        assertThat(find("delta=-1 type=FolioRefsAdded"))
                .isNotEmpty()
                .isEqualTo(those(f -> f.type == Event.FOLIO_REFS_ADDED_FIELD_NUMBER && f.b == -1));
    }

    @Test
    void aFolioIsAllItsFrames() {
        Fact huge = run.facts().stream()
                .filter(f -> f.type == Event.FOLIO_ALLOCATED_FIELD_NUMBER && f.b == 5)
                .findFirst()
                .orElseThrow();
        assertThat(find("folio=" + huge.a)).isNotEmpty().isEqualTo(find("pfn=" + huge.a + ".." + (huge.a + 31)));
    }

    @Test
    void orAndNotAndParenthesesCombine() {
        assertThat(find("(type=IpiSent or type=IpiHandled) not cpu=2"))
                .isNotEmpty()
                .isEqualTo(those(f -> f.type == Event.IPI_SENT_FIELD_NUMBER && f.a != 2
                        || f.type == Event.IPI_HANDLED_FIELD_NUMBER && f.actor != ActorIds.cpu(2)));
        assertThat(find("")).hasSize(run.facts().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "time=900us..901us",
                "seq=130..190",
                "not time>=1us",
                "type=ProcessCreated",
                "type=VmaUnmapped va=0x1000",
                "cause=5 seq<1000"
            })
    void onlyChunksThatMayMatchAreRead(String filter) {
        EventQuery query = query(filter);
        query.forEach(event -> true);

        assertThat(query.chunksRead()).isLessThan(reader.summaries().size() / 4);
    }

    @Test
    void noChunkIsReadBehindTheLastWantedEvent() {
        EventQuery query = query("type=WalkBegun");
        query.forEach(event -> false);

        assertThat(query.stoppedAt()).isEqualTo(find("type=WalkBegun").get(0));
        assertThat(query.chunksRead()).isEqualTo(1);
    }

    @Test
    void passingOverChunksNeverLosesAnEvent() {
        Random random = new Random(11);
        int found = 0;
        for (int i = 0; i < RANDOM_FILTERS; i++) {
            String text = randomFilter(random, 3);
            Filter filter = FilterParser.parse(text, facts);
            List<Long> all = new ArrayList<>();
            reader.scan(1, chunk -> true, event -> {
                if (filter.matches(event)) {
                    all.add(event.seq());
                }
                return true;
            });
            assertThat(find(text)).as(text).isEqualTo(all);
            found += all.isEmpty() ? 0 : 1;
        }
        assertThat(found).isGreaterThan(RANDOM_FILTERS / 4);
    }

    private static String randomFilter(Random random, int depth) {
        if (depth > 0 && random.nextInt(3) > 0) {
            String left = randomFilter(random, depth - 1);
            String right = randomFilter(random, depth - 1);
            return switch (random.nextInt(3)) {
                case 0 -> "(" + left + ") or (" + right + ")";
                case 1 -> "not (" + left + ")";
                default -> "(" + left + ") and (" + right + ")";
            };
        }
        Fact fact = run.facts().get(random.nextInt(run.facts().size()));
        String va = "0x" + Long.toHexString(0x7ffeff000000L + random.nextInt(0x1000000));
        return switch (random.nextInt(11)) {
            case 0 ->
                "type="
                        + Event.getDescriptor()
                                .findFieldByNumber(fact.type)
                                .getMessageType()
                                .getName();
            case 1 -> "cpu=" + random.nextInt(4);
            case 2 -> "time" + (random.nextBoolean() ? "<" : ">=") + fact.timeNs + "ns";
            case 3 -> "time=" + fact.timeNs + "ns.." + (fact.timeNs + random.nextInt(5000)) + "ns";
            case 4 -> "seq" + (random.nextBoolean() ? "<=" : ">") + fact.seq;
            case 5 -> "cause=" + fact.cause + ".." + (fact.cause + random.nextInt(100));
            case 6 -> "va=" + va + "..0x7fff00000000";
            case 7 -> "va=" + va;
            case 8 -> "pfn=" + random.nextInt(300) + "..";
            case 9 -> "actor=cpu-" + random.nextInt(4);
            default -> "target!=" + random.nextInt(4);
        };
    }

    private static EventQuery query(String filter) {
        return new EventQuery(reader, FilterParser.parse(filter, facts));
    }

    private static List<Long> find(String filter) {
        List<Long> found = new ArrayList<>();
        query(filter).forEach(event -> found.add(event.seq()));
        return found;
    }

    private static List<Long> those(Predicate<Fact> wanted) {
        return run.facts().stream().filter(wanted).map(fact -> fact.seq).toList();
    }
}
