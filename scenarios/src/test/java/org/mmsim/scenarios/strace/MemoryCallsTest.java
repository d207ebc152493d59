package org.mmsim.scenarios.strace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MemoryCallsTest {

    private static final String ANON = "MAP_PRIVATE|MAP_ANONYMOUS";
    private static final String RW = "PROT_READ|PROT_WRITE";
    private static final String BUFFER = "mmap(NULL, 65536, " + RW + ", " + ANON + ", -1, 0) = 0x7f0000000000";
    private static final String BUFFER_OP = "map: {at: 0x7f0000000000, size: 64KiB, huge: false}";

    static Stream<Arguments> calls() {
        return Stream.of(
                row(BUFFER, BUFFER_OP),
                row(
                        "mmap2(NULL, 5000, PROT_READ, MAP_PRIVATE, 3</lib/x,y.so>, 0x1000) = 0x7f0000000000 <0.000012>",
                        "map: {at: 0x7f0000000000, size: 8KiB, write: false, huge: false}"),
                row(
                        "mmap(NULL, 6291456, " + RW + ", " + ANON + ", -1, 0) = 0x7f0000000000",
                        "map: {at: 0x7f0000000000, size: 6MiB}"),
                row(
                        "mmap(NULL, 4186112, " + RW + ", " + ANON + ", -1, 0) = 0x7f0000001000",
                        "map: {at: 0x7f0000001000, size: 4088KiB, huge: false}"),
                row(
                        "mmap(NULL, 4194304, " + RW + ", " + ANON + "|MAP_STACK, -1, 0) = 0x7f0000000000",
                        "map: {at: 0x7f0000000000, size: 4MiB, huge: false}"),
                row(
                        "mmap(NULL, 4194304, " + RW + ", MAP_SHARED|MAP_ANONYMOUS, -1, 0) = 0x7f0000000000",
                        "map: {at: 0x7f0000000000, size: 4MiB, huge: false, shared: true}"),
                row(
                        "mmap(NULL, 4194304, " + RW + ", " + ANON + "|MAP_HUGETLB|21<<MAP_HUGE_SHIFT, -1, 0)"
                                + " = 0x7f0000000000",
                        "map: {at: 0x7f0000000000, size: 4MiB}"),
                row(
                        "mmap(NULL, 4096, PROT_NONE, " + ANON + "|MAP_NORESERVE, -1, 0) = 0x7f0000000000",
                        "map: {at: 0x7f0000000000, size: 4KiB, write: false, huge: false}",
                        "protect: {at: 0x7f0000000000, size: 4KiB, access: none}"),
                row(
                        "mmap(NULL, 4096, " + RW + ", " + ANON + "|MAP_POPULATE, -1, 0) = 0x7f0000000000",
                        "map: {at: 0x7f0000000000, size: 4KiB, huge: false, populate: true}"),
                row(
                        "mmap(NULL, 4096, PROT_READ, " + ANON + "|MAP_LOCKED, -1, 0) = 0x7f0000000000",
                        "map: {at: 0x7f0000000000, size: 4KiB, write: false, huge: false}",
                        "lock: {at: 0x7f0000000000, size: 4KiB}"),
                row(
                        "mmap(NULL, 4096, PROT_NONE, " + ANON + "|MAP_POPULATE, -1, 0) = 0x7f0000000000",
                        "map: {at: 0x7f0000000000, size: 4KiB, write: false, huge: false}",
                        "protect: {at: 0x7f0000000000, size: 4KiB, access: none}"),
                row(
                        "mmap(NULL, 4096, " + RW + ", " + ANON + "|MAP_POPULATE|MAP_NONBLOCK, -1, 0) = 0x7f0000000000",
                        "map: {at: 0x7f0000000000, size: 4KiB, huge: false}"),
                row(
                        "mmap(NULL, 4096, 0x3, 0x22, -1, 0) = 0x7f0000000000",
                        "map: {at: 0x7f0000000000, size: 4KiB, huge: false}"),
                row("munmap(0x7f0000000000, 5000) = 0", "unmap: {at: 0x7f0000000000, size: 8KiB}"),
                row("munmap(139637976727552, 4096) = 0", "unmap: {at: 0x7f0000000000, size: 4KiB}"),
                row(
                        "mprotect(0x7f0000000000, 4096, PROT_READ|PROT_EXEC) = 0",
                        "protect: {at: 0x7f0000000000, size: 4KiB, access: read}"),
                row(
                        "pkey_mprotect(0x7f0000000000, 4096, " + RW + ", 1) = 0",
                        "protect: {at: 0x7f0000000000, size: 4KiB, access: read-write}"),
                row(
                        "mprotect(0x7f0000000000, 4096, PROT_NONE) = 0",
                        "protect: {at: 0x7f0000000000, size: 4KiB, access: none}"),
                row(
                        "madvise(0x7f0000000000, 8192, MADV_DONTNEED) = 0",
                        "madvise: {at: 0x7f0000000000, size: 8KiB, advice: MADV_DONTNEED}"),
                row(
                        "madvise(0x7f0000000000, 8192, 0x8 /* MADV_??? */) = 0",
                        "madvise: {at: 0x7f0000000000, size: 8KiB, advice: MADV_FREE}"),
                row("mlock(0x7f0000000010, 4096) = 0", "lock: {at: 0x7f0000000000, size: 8KiB}"),
                row(
                        "mlock2(0x7f0000000000, 4096, MLOCK_ONFAULT) = 0",
                        "lock: {at: 0x7f0000000000, size: 4KiB, on_fault: true}"),
                row("munlock(0x7f0000000000, 4096) = 0", "unlock: {at: 0x7f0000000000, size: 4KiB}"),
                row(
                        "mremap(0x7f0000000000, 4096, 4096, MREMAP_MAYMOVE|MREMAP_DONTUNMAP) = 0x7f1000000000",
                        "remap: {at: 0x7f0000000000, size: 4KiB, to: 0x7f1000000000, new_size: 4KiB, keep: true}"),
                row(
                        "mremap(0x7f0000000000, 8192, 4096, 0) = 0x7f0000000000",
                        "unmap: {at: 0x7f0000001000, size: 4KiB}"),
                row(
                        "mremap(0x7f0000000000, 4096, 8192, 0) = 0x7f0000000000",
                        "map: {at: 0x7f0000001000, size: 4KiB, huge: false}"),
                row(
                        "mremap(0x7f0000000000, 4096, 8192, MREMAP_MAYMOVE) = 0x7f1000000000",
                        "remap: {at: 0x7f0000000000, size: 4KiB, to: 0x7f1000000000, new_size: 8KiB}"),
                row(
                        "mremap(0x7f0000000000, 0, 8192, MREMAP_MAYMOVE) = 0x7f1000000000",
                        "map: {at: 0x7f1000000000, size: 8KiB, huge: false, shared: true}"),
                row("brk(0x55a33c8b2010) = 0x55a33c8b2010", "brk: {to: 0x55a33c8b3000}"));
    }

    private static Arguments row(String line, String... operations) {
        return Arguments.of(line, operations);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void everyCallBecomesTheFormatsOperation(String line, String[] operations) {
        StraceImporter.Imported imported = Importing.lines(line);
        assertThat(Importing.operations(imported)).containsExactly(operations);
        assertThat(imported.summary().importedLines()).isEqualTo(1);
        assertThat(imported.summary().passedOver()).isEmpty();
    }

    static Stream<Arguments> passedOver() {
        return Stream.of(
                Arguments.of(
                        "mmap(NULL, 4096, PROT_NONE, 0x22, -1, 0) = -1 ENOMEM (Cannot allocate memory)", "failed-mmap"),
                Arguments.of("munmap(0x7b, 4) = -1 EINVAL (Invalid argument) <0.000007>", "failed-munmap"),
                Arguments.of("execve(\"/x\", [\"x\"], 0x7 /* 9 vars */) = -1 ENOENT (No such file)", "failed-execve"),
                Arguments.of(
                        "clone3({flags=CLONE_VM}, 88) = -1 EAGAIN (Resource temporarily unavailable)", "failed-clone3"),
                Arguments.of("brk(NULL) = 0x55a33c891000", "brk-query"),
                Arguments.of("brk(0x66a33c891000) = 0x55a33c891000", "failed-brk"),
                Arguments.of("mprotect(0x7f0000000000, 0, PROT_READ) = 0", "empty-range"),
                Arguments.of("madvise(0x7f0000000000, 0, MADV_FREE) = 0", "empty-range"),
                Arguments.of("mlock(0x7f0000000000, 0) = 0", "empty-range"),
                Arguments.of("mremap(0x7f0000000000, 4096, 4096, 0) = 0x7f0000000000", "mremap-of-nothing"),
                Arguments.of("madvise(0x7f0000000000, 8192, 0x4d /* MADV_??? */) = 0", "unknown-advice"),
                Arguments.of("msync(0x7f0000000000, 4096, MS_SYNC) = 0", "msync"),
                Arguments.of("mlockall(MCL_CURRENT) = 0", "mlockall"),
                Arguments.of("munlockall()      = 0", "munlockall"),
                Arguments.of("shmat(4, NULL, 0) = 0x7f4000000000", "shmat"),
                Arguments.of("futex(0x7f, FUTEX_WAIT_PRIVATE, 2, NULL) = ? ERESTARTSYS (To be restarted)", "futex"),
                Arguments.of("write(1, \"a) = 1 <unfinished\\n\"..., 3) = 3", "write"),
                Arguments.of("syscall_0x1d4(0x7f, 0x1) = 0", "syscall_0x1d4"),
                Arguments.of("mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0 <unfinished ...>) = ?", "interrupted"),
                Arguments.of("munmap(0x7f0000000000, 4096) = ? ERESTARTNOINTR (To be restarted)", "interrupted"),
                Arguments.of("munmap(0x7f0000000000, 4096 <unfinished ...>", "unfinished"),
                Arguments.of("munmap(0x7f0000000000, 4096 <detached ...>", "unfinished"),
                Arguments.of("--- SIGCHLD {si_signo=SIGCHLD, si_pid=3} ---", "signal"),
                Arguments.of("strace: Process 12 detached", "notice"),
                Arguments.of("", "blank-line"));
    }

    @ParameterizedTest
    @MethodSource("passedOver")
    void everyOtherLineIsCountedByKind(String line, String kind) {
        ImportSummary summary = Importing.lines(BUFFER, line).summary();
        assertThat(summary.operations()).containsOnlyKeys("map");
        assertThat(summary.passedOver()).containsExactly(Map.entry(kind, 1));
    }

    @Test
    void whatMapFixedReplacesIsUnmappedFirst() {
        String fixed = "mmap(0x7f0000004000, 8192, PROT_READ, MAP_PRIVATE|MAP_FIXED, 3, 0) = 0x7f0000004000";
        assertThat(Importing.operations(Importing.lines(BUFFER, fixed)))
                .containsExactly(
                        BUFFER_OP,
                        "unmap: {at: 0x7f0000004000, size: 8KiB}",
                        "map: {at: 0x7f0000004000, size: 8KiB, write: false, huge: false}");
    }

    @Test
    void whatHasBeenUnmappedIsNotInTheWay() {
        assertThat(Importing.operations(Importing.lines(BUFFER, "munmap(0x7f0000000000, 65536) = 0", BUFFER)))
                .containsExactly(BUFFER_OP, "unmap: {at: 0x7f0000000000, size: 64KiB}", BUFFER_OP);
    }

    @Test
    void aRangeThatMremapLeftIsFree() {
        String move = "mremap(0x7f0000000000, 65536, 65536, MREMAP_MAYMOVE) = 0x7f1000000000";
        assertThat(Importing.operations(Importing.lines(BUFFER, move, BUFFER)))
                .containsExactly(
                        BUFFER_OP,
                        "remap: {at: 0x7f0000000000, size: 64KiB, to: 0x7f1000000000, new_size: 64KiB}",
                        BUFFER_OP);
    }

    @Test
    void aRangeThatMremapKeepsAndOneThatItBringsAreInTheWay() {
        String move = "mremap(0x7f0000000000, 65536, 65536, MREMAP_MAYMOVE|MREMAP_DONTUNMAP) = 0x7f1000000000";
        String there = "mmap(NULL, 65536, " + RW + ", " + ANON + "|MAP_FIXED, -1, 0) = 0x7f1000000000";
        assertThat(Importing.operations(Importing.lines(BUFFER, move, BUFFER, there)))
                .filteredOn(line -> line.startsWith("unmap"))
                .containsExactly(
                        "unmap: {at: 0x7f0000000000, size: 64KiB}", "unmap: {at: 0x7f1000000000, size: 64KiB}");
    }

    @Test
    void whatAMappingGrowsByIsProtectedAsItIs() {
        assertThat(Importing.operations(Importing.lines(
                        BUFFER,
                        "mprotect(0x7f0000000000, 65536, PROT_READ) = 0",
                        "mremap(0x7f0000000000, 65536, 131072, 0) = 0x7f0000000000")))
                .endsWith("map: {at: 0x7f0000010000, size: 64KiB, write: false, huge: false}");
    }

    @Test
    void theHeapIsMappedAndUnmappedAsBrkMovesItsEnd() {
        StraceImporter.Imported imported = Importing.lines(
                "brk(NULL) = 0x55a33c891000",
                "brk(0x55a33d092000) = 0x55a33d092000",
                "brk(0x55a33d091800) = 0x55a33d091800",
                "brk(0x55a33c891000) = 0x55a33c891000");
        assertThat(Importing.operations(imported))
                .containsExactly(
                        "map: {at: 0x55a33c891000, size: 8196KiB}", "unmap: {at: 0x55a33c891000, size: 8196KiB}");
        assertThat(imported.summary().notSimulated()).isEmpty();
        assertThat(imported.summary().passedOver())
                .containsOnly(Map.entry("brk-query", 1), Map.entry("brk-within-page", 1));
    }

    @Test
    void whatTheEngineOnlyCountsIsListed() {
        StraceImporter.Imported imported = Importing.lines(
                BUFFER,
                "madvise(0x7f0000000000, 4096, MADV_FREE) = 0",
                "madvise(0x7f0000000000, 4096, MADV_DONTNEED) = 0",
                "brk(0x55a33c891000) = 0x55a33c891000");
        assertThat(imported.summary().notSimulated()).isEqualTo(Map.of("MADV_FREE", 1, "brk", 1));
    }

    @Test
    void whatTheScenarioSimplifiesIsCountedAndCommentedWithItsLine() {
        StraceImporter.Imported imported = Importing.lines(
                "brk(NULL) = 0x55a33c891000", "mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3, 0) = 0x7f0000000000");
        assertThat(imported.scenario()).contains("shared: true}  # line 2: file\n");
        assertThat(imported.summary().simplified()).isEqualTo(Map.of("file-backed", 1));
    }

    @Test
    void aMachineWithLargerPagesRoundsLengthsUp() {
        byte[] recording = "mmap(NULL, 4096, 0x3, 0x22, -1, 0) = 0x7f0000000000\n".getBytes(StandardCharsets.UTF_8);
        StraceImporter.Imported imported = Importing.bytes(recording, new ImportOptions("power9-4", 4, 65536));
        assertThat(Importing.operations(imported)).containsExactly(BUFFER_OP);
        assertThat(imported.scenario()).contains("\nmachine: power9-4\n");
    }
}
