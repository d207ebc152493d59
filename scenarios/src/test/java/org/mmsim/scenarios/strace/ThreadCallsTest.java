package org.mmsim.scenarios.strace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose line it is, and what becomes of clone, fork, execve and exit. */
class ThreadCallsTest {

    private static final String THREAD_FLAGS = "flags=CLONE_VM|CLONE_FS|CLONE_THREAD|CLONE_PARENT_SETTID";

    @Test
    void aCloneThatSharesMemoryIsAThreadThatWaitsForItsCreator() {
        assertThat(Importing.programs(Importing.lines(
                        "10 mmap(NULL, 4096, PROT_NONE, 0x22, -1, 0) = 0x7f0000000000",
                        "10 clone3({" + THREAD_FLAGS + ", stack=0x7f} => {parent_tid=[11]}, 88) = 11",
                        "11 munmap(0x7f1000000000, 4096) = 0",
                        "11 exit(0) = ?",
                        "11 +++ exited with 0 +++",
                        "10 exit_group(0) = ?",
                        "10 +++ exited with 0 +++")))
                .isEqualTo("""
                        processes:
                          - name: p10
                            threads:
                              - name: t10
                                cpu: 0
                                run:
                                  - map: {at: 0x7f0000000000, size: 4KiB, write: false, huge: false}
                                  - protect: {at: 0x7f0000000000, size: 4KiB, access: none}
                                  - barrier: start-t11
                                  - exit: {}
                              - name: t11
                                cpu: 1
                                run:
                                  - barrier: start-t11
                                  - unmap: {at: 0x7f1000000000, size: 4KiB}
                                  - exit: {}
                        """);
    }

    @Test
    void aForkIsAnOperationAndTheChildBeginsWithIt() {
        StraceImporter.Imported imported = Importing.lines(
                "10 clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD, child_tidptr=0x7f) = 11",
                "10 fork() = 12",
                "11 munmap(0x7f0000000000, 4096) = 0",
                "12 munmap(0x7f0000000000, 4096) = 0",
                "10 munmap(0x7f0000000000, 4096) = 0");
        assertThat(Importing.programs(imported)).isEqualTo("""
                        processes:
                          - name: p10
                            threads:
                              - name: t10
                                cpu: 0
                                run:
                                  - fork: {process: p11}
                                  - fork: {process: p12}
                                  - unmap: {at: 0x7f0000000000, size: 4KiB}
                          - name: p11
                            threads:
                              - name: t11
                                cpu: 1
                                run:
                                  - unmap: {at: 0x7f0000000000, size: 4KiB}
                          - name: p12
                            threads:
                              - name: t12
                                cpu: 2
                                run:
                                  - unmap: {at: 0x7f0000000000, size: 4KiB}
                        """);
        assertThat(imported.scenario()).contains("# forked by t10 in line 1\n");
        assertThat(imported.summary().simplified()).isEmpty();
    }

    @Test
    void aForkedChildHasWhatItsParentHadMappedThen() {
        String map = "mmap(NULL, 4096, 0x3, 0x22, -1, 0) = 0x7f000000";
        StraceImporter.Imported imported = Importing.lines(
                "10 brk(NULL) = 0x55a33c891000",
                "10 " + map + "1000",
                "10 " + map + "2000",
                "10 " + map + "3000",
                "10 madvise(0x7f0000003000, 4096, MADV_DONTFORK) = 0",
                "10 munmap(0x7f0000002000, 4096) = 0",
                "10 fork() = 11",
                "10 " + map + "4000",
                "11 " + map + "1000",
                "11 " + map + "2000",
                "11 " + map + "3000",
                "11 " + map + "4000",
                "11 brk(0x55a33c892000) = 0x55a33c892000");
        String program = Importing.programs(imported);
        assertThat(program.substring(program.indexOf("name: p11")).lines().map(String::strip))
                .filteredOn(line -> line.matches("- (un)?map.*"))
                .containsExactly(
                        "- unmap: {at: 0x7f0000001000, size: 4KiB}",
                        "- map: {at: 0x7f0000001000, size: 4KiB, huge: false}",
                        "- map: {at: 0x7f0000002000, size: 4KiB, huge: false}",
                        "- map: {at: 0x7f0000003000, size: 4KiB, huge: false}",
                        "- map: {at: 0x7f0000004000, size: 4KiB, huge: false}",
                        "- map: {at: 0x55a33c891000, size: 4KiB, huge: false}");
        assertThat(Importing.load(imported).workload().processes().get(1).forked())
                .isTrue();
    }

    @Test
    void aForkedChildThatExecutesAProgramLeavesAProcessThatEnds() {
        assertThat(Importing.programs(Importing.lines(
                        "10 munmap(0x7f0000000000, 4096) = 0",
                        "10 fork() = 11",
                        "11 execve(\"/bin/true\", [\"true\"], 0x7 /* 9 vars */) = 0",
                        "11 munmap(0x7f0000000000, 4096) = 0")))
                .endsWith("""
                          - name: p11
                            threads:
                              - name: t11
                                cpu: 1
                                run:
                                  - barrier: start-p11-2
                                  - exit: {}
                          - name: p11-2
                            threads:
                              - name: t11-2
                                cpu: 1
                                run:
                                  - barrier: start-p11-2
                                  - unmap: {at: 0x7f0000000000, size: 4KiB}
                        """);
    }

    @Test
    void aVforkChildIsAThreadUntilItExecutesAProgramAsAProcess() {
        assertThat(Importing.programs(Importing.lines(
                        "10 execve(\"/bin/sh\", [\"sh\"], 0x7 /* 9 vars */) = 0",
                        "10 munmap(0x7f0000000000, 4096) = 0",
                        "10 vfork( <unfinished ...>",
                        "11 execve(\"/bin/true\", [\"true\"], 0x7 /* 9 vars */ <unfinished ...>",
                        "10 <... vfork resumed>) = 11",
                        "11 <... execve resumed>) = 0",
                        "11 munmap(0x7f0000000000, 4096) = 0",
                        "11 exit_group(0) = ?",
                        "11 +++ exited with 0 +++")))
                .isEqualTo("""
                        processes:
                          - name: p10
                            threads:
                              - name: t10
                                cpu: 0
                                run:
                                  - unmap: {at: 0x7f0000000000, size: 4KiB}
                                  - barrier: start-t11
                              - name: t11
                                cpu: 1
                                run:
                                  - barrier: start-t11
                                  - barrier: start-p11
                                  - exit: {}
                          - name: p11
                            threads:
                              - name: t11-2
                                cpu: 1
                                run:
                                  - barrier: start-p11
                                  - unmap: {at: 0x7f0000000000, size: 4KiB}
                                  - exit: {}
                        """);
    }

    @Test
    void anExecveByAnotherThreadEndsTheLeaderAndGoesOnUnderItsId() {
        String expected = """
                processes:
                  - name: p10
                    threads:
                      - name: t10
                        cpu: 0
                        run:
                          - barrier: start-t11
                          - exit: {}
                      - name: t11
                        cpu: 1
                        run:
                          - barrier: start-t11
                          - barrier: start-p10-2
                          - exit: {}
                  - name: p10-2
                    threads:
                      - name: t10-2
                        cpu: 1
                        run:
                          - barrier: start-p10-2
                          - unmap: {at: 0x7f0000000000, size: 4KiB}
                          - exit: {}
                """;
        assertThat(Importing.programs(Importing.lines(
                        "10 clone(child_stack=0x7, " + THREAD_FLAGS + ", tls=0x7) = 11",
                        "10 pause( <unfinished ...>",
                        "11 execve(\"/bin/true\", [\"+++ exited\\n\"], 0x7 /* 9 vars */ <unfinished ...>",
                        "10 +++ superseded by execve in pid 11 +++",
                        "10 <... execve resumed>) = 0",
                        "10 munmap(0x7f0000000000, 4096) = 0",
                        "10 exit_group(0) = ?")))
                .isEqualTo(expected);
    }

    @Test
    void linesWithoutAThreadBelongToTheOnlyOneThatIsAlive() {
        StraceImporter.Imported imported = Importing.lines(
                "munmap(0x7f0000001000, 4096) = 0",
                "clone3({" + THREAD_FLAGS + "}strace: Process 11 attached",
                " => {parent_tid=[11]}, 88) = 11",
                "[pid    10] munmap(0x7f0000002000, 4096) = 0",
                "[pid    11] munmap(0x7f0000003000, 4096) = 0",
                "[pid    10] munmap(0x7f0000004000, 4096 <unfinished ...>",
                "[pid    11] exit(0)                 = ?",
                "[pid    11] +++ exited with 0 +++",
                "<... munmap resumed>)               = 0",
                "vfork(strace: Process 12 attached",
                " <unfinished ...>",
                "[pid    12] exit_group(1)               = ?",
                "[pid    12] +++ exited with 1 +++",
                "<... vfork resumed>)                = 12",
                "munmap(0x7f0000005000, 4096) = 0",
                "exit_group(0)                       = ?",
                "+++ exited with 0 +++");
        assertThat(Importing.programs(imported)).isEqualTo("""
                        processes:
                          - name: p10
                            threads:
                              - name: t10
                                cpu: 0
                                run:
                                  - unmap: {at: 0x7f0000001000, size: 4KiB}
                                  - barrier: start-t11
                                  - unmap: {at: 0x7f0000002000, size: 4KiB}
                                  - unmap: {at: 0x7f0000004000, size: 4KiB}
                                  - barrier: start-t12
                                  - unmap: {at: 0x7f0000005000, size: 4KiB}
                                  - exit: {}
                              - name: t11
                                cpu: 1
                                run:
                                  - barrier: start-t11
                                  - unmap: {at: 0x7f0000003000, size: 4KiB}
                                  - exit: {}
                              - name: t12
                                cpu: 2
                                run:
                                  - barrier: start-t12
                                  - exit: {}
                        """);
        assertThat(Importing.lineCount(imported.summary())).isEqualTo(17);
    }

    @Test
    void theFirstThreadLearnsItsIdFromTheEndOfACallThatItBeganWithoutOne() {
        assertThat(Importing.programs(Importing.lines(
                        "vfork(strace: Process 12 attached",
                        " <unfinished ...>",
                        "[pid    12] munmap(0x7f0000001000, 4096) = 0",
                        "[pid    10] <... vfork resumed>)        = 12",
                        "[pid    10] munmap(0x7f0000002000, 4096) = 0")))
                .contains("name: p10\n", "name: t10\n", "name: t12\n")
                .doesNotContain("main");
    }

    @Test
    void aNewThreadIsNotTakenForTheFirstOneWhoseIdIsUnknown() {
        assertThat(Importing.programs(Importing.lines(
                        "vfork( <unfinished ...>",
                        "[pid    12] munmap(0x7f0000001000, 4096) = 0",
                        "[pid    10] <... vfork resumed>)        = 12")))
                .contains("name: p10\n", "- barrier: start-t12\n          - unmap: {at: 0x7f0000001000, size: 4KiB}\n");
    }

    @Test
    void aRecordingOfOneThreadNeedsNoIds() {
        assertThat(Importing.programs(Importing.lines(
                        "07:57:39.156253 munmap(0x7f0000001000, 4096) = 0",
                        "07:57:39.156253 clone(child_stack=NULL, flags=SIGCHLD, child_tidptr=0x7f) = 99",
                        "07:57:39.156253 exit_group(0) = ?",
                        "07:57:39.156253 +++ exited with 0 +++")))
                .isEqualTo("""
                        processes:
                          - name: p-main
                            threads:
                              - name: t-main
                                cpu: 0
                                run:
                                  - unmap: {at: 0x7f0000001000, size: 4KiB}
                                  - fork: {process: p99}
                                  - exit: {}
                          - name: p99
                            threads:
                              - name: t99
                                cpu: 1
                                run: []
                        """);
    }

    @Test
    void aChildsLinesMayComeBeforeTheEndOfTheCallThatCreatesIt() {
        assertThat(Importing.programs(Importing.lines(
                        "10 clone3({" + THREAD_FLAGS + "} <unfinished ...>",
                        "11 munmap(0x7f0000001000, 4096) = 0",
                        "11 +++ exited with 0 +++",
                        "10 <... clone3 resumed> => {parent_tid=[11]}, 88) = 11")))
                .contains(
                        "- barrier: start-t11\n          - unmap: {at: 0x7f0000001000, size: 4KiB}\n          - exit: {}\n");
    }

    @Test
    void anIdThatIsUsedAgainIsAnotherThread() {
        StraceImporter.Imported imported = Importing.lines(
                "10 clone3({" + THREAD_FLAGS + "}, 88) = 11",
                "11 munmap(0x7f0000001000, 4096) = 0",
                "11 +++ killed by SIGKILL +++",
                "10 clone3({" + THREAD_FLAGS + "}, 88) = 11",
                "11 munmap(0x7f0000002000, 4096) = 0");
        assertThat(Importing.programs(imported)).contains("name: t11\n", "name: t11-2\n");
        assertThat(imported.summary().threads()).isEqualTo(3);
    }

    @Test
    void threadsOfAProgramThatStraceAttachedToAreOneProcess() {
        StraceImporter.Imported imported = Importing.lines(
                "strace: Process 10 attached with 2 threads",
                "[pid    11] munmap(0x7f0000001000, 4096) = 0",
                "[pid    10] munmap(0x7f0000002000, 4096) = 0");
        assertThat(imported.summary().processes()).isEqualTo(1);
        assertThat(imported.summary().threads()).isEqualTo(2);
        assertThat(imported.summary().simplified()).containsEntry("thread-of-unknown-origin", 1);
    }

    @Test
    void anIdOfUnknownOriginThatIsUsedAgainIsAnotherThread() {
        StraceImporter.Imported imported = Importing.lines(
                "10 munmap(0x7f0000001000, 4096) = 0",
                "11 munmap(0x7f0000002000, 4096) = 0",
                "12 munmap(0x7f0000003000, 4096) = 0",
                "12 exit(0) = ?",
                "12 munmap(0x7f0000004000, 4096) = 0",
                "10 clone3({" + THREAD_FLAGS + "}, 88) = 11",
                "11 munmap(0x7f0000005000, 4096) = 0");
        assertThat(Importing.programs(imported))
                .contains("name: t11\n", "name: t12\n", "name: t12-2\n", "name: t11-2\n")
                .contains("- barrier: start-t11-2\n          - unmap: {at: 0x7f0000005000, size: 4KiB}\n");
    }

    @Test
    void aCallThatIsOpenWhenItsThreadsIdIsUsedAgainIsCounted() {
        ImportSummary summary = Importing.lines(
                        "10 munmap(0x7f0000001000, 4096) = 0",
                        "11 munmap(0x7f0000002000, 4096 <unfinished ...>",
                        "10 clone3({" + THREAD_FLAGS + "}, 88) = 11")
                .summary();
        assertThat(summary.passedOver()).isEqualTo(Map.of("unfinished", 1));
    }

    @Test
    void threadsTakeTheCpusInTurn() {
        StringBuilder recording = new StringBuilder();
        for (int tid = 11; tid < 17; tid++) {
            recording
                    .append("10 clone3({" + THREAD_FLAGS + "}, 88) = ")
                    .append(tid)
                    .append('\n');
        }
        recording.append("10 munmap(0x7f0000001000, 4096) = 0\n");
        assertThat(Importing.programs(Importing.text(recording.toString())).lines())
                .filteredOn(line -> line.contains("cpu:"))
                .extracting(String::strip)
                .containsExactly("cpu: 0", "cpu: 1", "cpu: 2", "cpu: 3", "cpu: 0", "cpu: 1", "cpu: 2");
    }
}
