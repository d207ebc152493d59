package org.mmsim.scenarios.strace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the machine does with the threads, operations meet the mappings that they met in the recording. */
class RecordedOrderTest {

    @Test
    void everyOperationFindsTheMappingsThatItFoundInTheRecordedProgram() {
        for (int seed = 0; seed < 300; seed++) {
            RandomProgram program = new RandomProgram(seed, 300);
            String recording = program.recording();
            List<SimProcess> processes = Importing.processes(recording.getBytes(StandardCharsets.UTF_8));
            assertThat(RandomSchedule.run(processes, seed))
                    .as("seed %d:%n%s", seed, recording)
                    .isEqualTo(program.truth());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Recordings.ZSTD_THREADS})
    void everyScheduleOfARealRecordingMeetsTheSameMappings(String name) {
        List<SimProcess> processes = Importing.processes(Recordings.bytes(name));
        Map<String, TreeSet<String>> first = RandomSchedule.run(processes, 0);
        assertThat(first).hasSizeGreaterThan(100);
        for (int seed = 1; seed < 200; seed++) {
            assertThat(RandomSchedule.run(processes, seed)).as("seed %d", seed).isEqualTo(first);
        }
    }

    @Test
    void aMunmapOfWhatAnotherThreadMappedWaitsForIt() {
        assertThat(Importing.programs(Importing.lines(
                        "10 clone3({flags=CLONE_VM}, 88) = 11",
                        "10 mmap(NULL, 4096, 0x3, 0x22, -1, 0) = 0x7f0000000000",
                        "11 munmap(0x7f0000000000, 4096) = 0")))
                .isEqualTo("""
                        processes:
                          - name: p10
                            threads:
                              - name: t10
                                cpu: 0
                                run:
                                  - barrier: start-t11
                                  - map: {at: 0x7f0000000000, size: 4KiB, huge: false}
                                  - barrier: order-3
                              - name: t11
                                cpu: 1
                                run:
                                  - barrier: start-t11
                                  - barrier: order-3
                                  - unmap: {at: 0x7f0000000000, size: 4KiB}
                        """);
    }

    @Test
    void anMmapThatGetsAddressesFromAnUnfinishedMunmapComesAfterIt() {
        assertThat(Importing.operations(Importing.lines(
                        "10 clone3({flags=CLONE_VM}, 88) = 11",
                        "10 munmap(0x7f0000000000, 4096 <unfinished ...>",
                        "11 mmap(NULL, 4096, 0x3, 0x22, -1, 0) = 0x7f0000000000",
                        "10 <... munmap resumed>) = 0")))
                .containsExactly(
                        "barrier: start-t11",
                        "unmap: {at: 0x7f0000000000, size: 4KiB}",
                        "barrier: order-3",
                        "barrier: start-t11",
                        "barrier: order-3",
                        "map: {at: 0x7f0000000000, size: 4KiB, huge: false}");
    }

    @Test
    void anUnfinishedMmapThatGetsAddressesFromALaterMunmapComesAfterIt() {
        assertThat(Importing.operations(Importing.lines(
                        "10 clone3({flags=CLONE_VM}, 88) = 11",
                        "10 mmap(NULL, 4096, 0x3, 0x22, -1, 0 <unfinished ...>",
                        "11 munmap(0x7f0000000000, 4096) = 0",
                        "10 <... mmap resumed>) = 0x7f0000000000")))
                .containsExactly(
                        "barrier: start-t11",
                        "barrier: order-2",
                        "map: {at: 0x7f0000000000, size: 4KiB, huge: false}",
                        "barrier: start-t11",
                        "unmap: {at: 0x7f0000000000, size: 4KiB}",
                        "barrier: order-2");
    }

    @Test
    void aThreadThatHasExitedStillMeetsThoseWhoDependOnIt() {
        assertThat(Importing.operations(Importing.lines(
                        "10 clone3({flags=CLONE_VM}, 88) = 11",
                        "11 mmap(NULL, 4096, 0x3, 0x22, -1, 0) = 0x7f0000000000",
                        "11 exit(0) = ?",
                        "10 munmap(0x7f0000000000, 4096) = 0")))
                .endsWith("map: {at: 0x7f0000000000, size: 4KiB, huge: false}", "barrier: order-4", "exit: {}");
    }

    @Test
    void anMremapWaitsForWhoMappedWhatItMovesAndForWhoUnmappedWhereItMovesTo() {
        assertThat(Importing.operations(Importing.lines(
                        "10 clone3({flags=CLONE_VM}, 88) = 11",
                        "10 clone3({flags=CLONE_VM}, 88) = 12",
                        "10 mmap(NULL, 4096, 0x3, 0x22, -1, 0) = 0x7f0000000000",
                        "11 munmap(0x7f1000000000, 4096) = 0",
                        "12 mremap(0x7f0000000000, 4096, 4096, MREMAP_MAYMOVE) = 0x7f1000000000")))
                .filteredOn(operation -> operation.equals("barrier: order-5"))
                .as("threads that meet")
                .hasSize(3);
    }

    @Test
    void aForkComesAfterWhatAllThreadsDidBeforeAndBeforeWhatTheyDoNext() {
        assertThat(Importing.operations(Importing.lines(
                        "10 clone3({flags=CLONE_VM}, 88) = 11",
                        "11 munmap(0x7f0000000000, 4096) = 0",
                        "10 fork() = 12",
                        "11 munmap(0x7f0000001000, 4096) = 0")))
                .containsExactly(
                        "barrier: start-t11",
                        "barrier: order-3",
                        "fork: {process: p12}",
                        "barrier: order-4",
                        "barrier: start-t11",
                        "unmap: {at: 0x7f0000000000, size: 4KiB}",
                        "barrier: order-3",
                        "barrier: order-4",
                        "unmap: {at: 0x7f0000001000, size: 4KiB}");
    }

    @Test
    void aForkedChildFindsWhatAllThreadsOfItsParentHadMappedThen() {
        String recording = """
                10 clone3({flags=CLONE_VM}, 88) = 11
                10 mmap(NULL, 4096, 0x3, 0x22, -1, 0) = 0x7f0000000000
                11 mmap(NULL, 4096, 0x3, 0x22, -1, 0) = 0x7f0000001000
                11 munmap(0x7f0000000000, 4096) = 0
                10 fork() = 12
                11 mmap(NULL, 4096, 0x3, 0x22, -1, 0) = 0x7f0000000000
                12 munmap(0x7f0000000000, 8192) = 0
                """;
        List<SimProcess> processes = Importing.processes(recording.getBytes(StandardCharsets.UTF_8));
        for (int seed = 0; seed < 100; seed++) {
            assertThat(RandomSchedule.run(processes, seed).get("unmap in line 7"))
                    .as("seed %d", seed)
                    .containsExactly("map in line 3");
        }
    }

    @Test
    void otherProcessesNeedNoOrder() {
        assertThat(Importing.operations(Importing.lines(
                        "10 fork() = 11",
                        "11 munmap(0x7f0000000000, 4096) = 0",
                        "10 munmap(0x7f0000000000, 4096) = 0")))
                .noneMatch(operation -> operation.contains("order"));
    }
}
