package org.mmsim.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmsim.protocol.ActorKind;
import org.mmsim.protocol.ChunkSummary;
import org.mmsim.protocol.FieldKind;

class SummariesTest {

    @TempDir
    Path directory;

    private final List<RecordedEvent> events = TestRuns.events(3000);

    @Test
    void aChunkThatHoldsAMatchIsNeverPassedOver() {
        TestRuns.recordComplete(directory, events);
        try (JournalReader reader = JournalReader.open(directory)) {
            SplittableRandom random = new SplittableRandom(5);
            for (int i = 0; i < 300; i++) {
                RecordedEvent event = events.get(random.nextInt(events.size()));
                check(reader, s -> Summaries.mayHoldType(s, event.type()), e -> e.type() == event.type());
                check(reader, s -> Summaries.mayBeCausedBy(s, event.cause()), e -> e.cause() == event.cause());
                check(
                        reader,
                        s -> Summaries.mayHappenBetween(s, event.timeNs(), event.timeNs() + 5000),
                        e -> e.timeNs() >= event.timeNs() && e.timeNs() <= event.timeNs() + 5000);
                long cpu = random.nextBoolean()
                        ? random.nextInt(200)
                        : event.fields().get(0);
                check(reader, s -> Summaries.mayNameCpu(s, cpu), e -> names(e, cpu));
                long va = random.nextBoolean()
                        ? random.nextLong()
                        : event.fields().get(1);
                check(reader, s -> Summaries.mayTouchVa(s, va, va), e -> touches(e, va));
                long pfn = event.fields().get(0);
                check(reader, s -> Summaries.mayNamePfn(s, pfn, pfn), e -> has(e, FieldKind.PFN, pfn));
            }
        }
    }

    @Test
    void aChunkWithoutAMatchCanBePassedOver() {
        try (JournalWriter writer = JournalWriter.create(directory, TestRuns.identity(4))) {
            int ipiSent = EventSchema.current().find("IpiSent").orElseThrow().number();
            int vmaUnmapped =
                    EventSchema.current().find("VmaUnmapped").orElseThrow().number();
            int pteSet = EventSchema.current().find("PteSet").orElseThrow().number();
            for (int i = 0; i < 4; i++) {
                writer.append(ipiSent, 100, 2 * 8 + ActorKind.ACTOR_CPU_VALUE, 0, 7, 0, 0, 0);
            }
            for (int i = 0; i < 4; i++) {
                writer.append(
                        pteSet,
                        200,
                        3 * 8 + ActorKind.ACTOR_TLB_VALUE,
                        4 - Math.min(i, 2),
                        1,
                        0x5000 + i * 0x1000,
                        1,
                        0);
            }
            for (int i = 0; i < 4; i++) {
                writer.append(vmaUnmapped, 300, 0, 0, 1, 0x9000, 0x2000, 0);
            }
            writer.digest();
        }
        try (JournalReader reader = JournalReader.open(directory)) {
            ChunkSummary ipis = reader.summaries().get(0);
            ChunkSummary ptes = reader.summaries().get(1);
            ChunkSummary vmas = reader.summaries().get(2);
            assertThat(List.of(ipis.getCpus(0), ptes.getCpus(0))).containsExactly(1L << 2 | 1L << 7, 1L << 3);
            assertThat(Summaries.mayNameCpu(ptes, 7)).isFalse();
            assertThat(ipis.getVaMax()).isZero();
            assertThat(List.of(ptes.getVaMin(), ptes.getVaMax())).containsExactly(0x5000L, 0x8000L);
            assertThat(Summaries.mayTouchVa(ptes, 0x8001, -1)).isFalse();
            assertThat(List.of(vmas.getVaMin(), vmas.getVaMax())).containsExactly(0x9000L, 0xafffL);
            assertThat(List.of(ipis.getCauseMin(), ptes.getCauseMin())).containsExactly(1L, 2L);
            assertThat(Summaries.mayBeCausedBy(ptes, 1)).isFalse();
            assertThat(Summaries.mayHappenBetween(ipis, 101, 200)).isFalse();
            assertThat(Summaries.mayHoldType(ipis, 68)).isFalse();
        }
    }

    private void check(JournalReader reader, Predicate<ChunkSummary> wanted, Predicate<RecordedEvent> matches) {
        List<RecordedEvent> found = new ArrayList<>();
        reader.scan(1, wanted, view -> {
            RecordedEvent event = RecordedEvent.of(view);
            if (matches.test(event)) {
                found.add(event);
            }
            return true;
        });
        assertThat(found).isEqualTo(events.stream().filter(matches).toList());
    }

    private static boolean names(RecordedEvent event, long cpu) {
        boolean isCpu = (event.actor() & 7) <= ActorKind.ACTOR_TLB_VALUE;
        return (isCpu && event.actor() >>> 3 == cpu) || has(event, FieldKind.CPU, cpu);
    }

    private static boolean touches(RecordedEvent event, long address) {
        List<EventField> fields = EventSchema.current().type(event.type()).fields();
        long length = 1;
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).kind() == FieldKind.LENGTH && event.fields().get(i) != 0) {
                length = event.fields().get(i);
            }
        }
        for (int i = 0; i < fields.size(); i++) {
            long offset = address - event.fields().get(i);
            boolean fromStart = Long.compareUnsigned(address, event.fields().get(i)) >= 0;
            if (fields.get(i).kind() == FieldKind.VA && fromStart && Long.compareUnsigned(offset, length) < 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(RecordedEvent event, FieldKind kind, long value) {
        List<EventField> fields = EventSchema.current().type(event.type()).fields();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).kind() == kind && event.fields().get(i) == value) {
                return true;
            }
        }
        return false;
    }
}
