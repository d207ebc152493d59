package org.mmsim.scenarios.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmsim.engine.event.Fact;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.machine.MachineSnapshot;
import org.mmsim.protocol.Event;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.run.Identities;
import org.mmsim.scenarios.run.Recording;
import org.mmsim.storage.DamagedJournalException;
import org.mmsim.storage.JournalReader;
import org.mmsim.storage.JournalWriter;

class MachineAtTest {

    @TempDir
    static Path directory;

    private static Recording run;

    @BeforeAll
    static void record() {
        run = Recording.ofWalkers();
        run.write(directory, 64);
    }

    @Test
    void theMachineAfterTheLastEventIsTheOneOfTheRun() {
        try (JournalReader reader = JournalReader.open(directory)) {
            MachineAt end = MachineAt.after(reader, run.scenario().machine(), reader.lastSeq());

            assertThat(MachineSnapshot.write(end.machine())).isEqualTo(MachineSnapshot.write(run.machine()));
            assertThat(end.timeNs()).isEqualTo(reader.lastTimeNs());
        }
    }

    @Test
    void theMachineAfterAnyEventIsTheFoldOfAllUpToIt() {
        Machine folded = new Machine(run.scenario().machine());
        try (JournalReader reader = JournalReader.open(directory)) {
            for (int seq = 0; seq < run.facts().size(); seq += 61) {
                for (Fact fact : run.facts().subList(Math.max(0, seq - 61), seq)) {
                    folded.apply(fact);
                }
                MachineAt at = MachineAt.after(reader, run.scenario().machine(), seq);
                assertThat(MachineSnapshot.write(at.machine()))
                        .as("after %d", seq)
                        .isEqualTo(MachineSnapshot.write(folded));
            }
        }
    }

    @Test
    void aTimeMeansAllThatHappenedByThen() {
        long time = run.facts().get(500).timeNs;
        long last = run.facts().stream().filter(fact -> fact.timeNs <= time).count();
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(Moment.lastSeq(time + "ns", reader)).isEqualTo(last);
            assertThat(Moment.lastSeq("1000s", reader)).isEqualTo(reader.lastSeq());
            assertThat(Moment.lastSeq("501", reader)).isEqualTo(501);
            assertThat(Moment.lastSeq("0", reader)).isZero();
            assertThat(Moment.lastSeq("end", reader)).isEqualTo(reader.lastSeq());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1000000 | no event 1000000 (--at 1000000)",
                "10lightyears | at: \"10lightyears\" has unknown unit \"lightyears\" (--at)",
                "soon | not a moment: \"soon\" (--at)",
                "'' | not a moment: \"\" (--at)"
            })
    void whatIsNoMomentIsRefused(String text, String message) {
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThatThrownBy(() -> Moment.lastSeq(text, reader))
                    .isInstanceOf(InputException.class)
                    .hasMessage(message);
        }
    }

    @Test
    void aFactThatCannotFollowIsDamageInOneLine(@TempDir Path other) {
        try (JournalWriter writer = JournalWriter.create(other, Identities.of(run.scenario(), java.util.List.of()))) {
            writer.append(Event.FUNCTION_RETURNED_FIELD_NUMBER, 0, 0, 0, 1, 0, 0, 0);
            writer.append(Event.RSS_ADDED_FIELD_NUMBER, 0, 0, 0, 5, 1, 0, 0);
        }
        try (JournalReader reader = JournalReader.open(other)) {
            assertThatThrownBy(() -> MachineAt.after(reader, run.scenario().machine(), 2))
                    .isInstanceOf(DamagedJournalException.class)
                    .hasMessageStartingWith("journal is damaged: event 2 cannot follow those before it: ")
                    .hasMessageNotContaining("\n");
        }
    }
}
