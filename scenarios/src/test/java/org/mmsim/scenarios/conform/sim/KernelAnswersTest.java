package org.mmsim.scenarios.conform.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmsim.scenarios.conform.KernelPreset;
import org.mmsim.scenarios.conform.recording.Checkpoint;
import org.mmsim.scenarios.conform.recording.OpField;
import org.mmsim.scenarios.conform.recording.OpRecord;
import org.mmsim.scenarios.conform.recording.RegionState;
import org.mmsim.scenarios.conform.recording.VmaState;
import org.mmsim.scenarios.conform.script.ScriptParser;

/** What calls answer at the edges, as Debian's kernels did when these scripts ran on them. */
class KernelAnswersTest {
    private static final KernelPreset X86_6_12 = KernelPreset.X86_64_6_12;
    private static final KernelPreset X86_6_18 = KernelPreset.X86_64_6_18_DEBIAN;

    private static <T> List<T> entries(KernelPreset kernel, Class<T> kind, String script) throws InterruptedException {
        return new SimulatedKernel(kernel, standing -> {})
                .run(ScriptParser.parse(script, "script", "script.txt")).recording().entries().stream()
                        .filter(kind::isInstance)
                        .map(kind::cast)
                        .toList();
    }

    /** errno of each operation, 0 for none. */
    private static Stream<String> errors(KernelPreset kernel, String script) throws InterruptedException {
        return entries(kernel, OpRecord.class, script).stream().map(op -> {
            String error = op.field(OpField.ERRNO);
            return error == null ? "0" : error;
        });
    }

    private static List<Checkpoint> checkpoints(KernelPreset kernel, String script) throws InterruptedException {
        return entries(kernel, Checkpoint.class, script);
    }

    private static OpRecord last(KernelPreset kernel, String script) throws InterruptedException {
        List<OpRecord> ops = entries(kernel, OpRecord.class, script);
        return ops.get(ops.size() - 1);
    }

    private static List<VmaState> vmas(Checkpoint checkpoint) {
        RegionState region = checkpoint.processes().get(0).regions().get(0);
        return region.vmas();
    }

    @Test
    void aMappingIsNotReplaced() throws InterruptedException {
        String script = "proc A\nA map r 4 anon\nA write r 0 4 val=7\nA map r 2 anon at=3 populate\nA read r 0 5\n";

        assertThat(errors(X86_6_12, script)).containsExactly("0", "0", "17", "0");
        assertThat(last(X86_6_12, script).field(OpField.VALS)).isEqualTo("[[7,4],[-1,1]]");
    }

    @Test
    void behindTheEndOfAFileThereIsNothing() throws InterruptedException {
        String script = "memfd f 2\nproc A\nA map r 4 shared:f\nA map p 4 private:f\nA write r 0 4\n";

        assertThat(last(X86_6_12, script).field(OpField.SIG)).isEqualTo("{\"BUS\":2,\"SEGV\":0}");
        assertThat(last(X86_6_12, script + "A read r 0 4").field(OpField.VALS)).isEqualTo("[[6,2],[-2,2]]");
        assertThat(last(X86_6_12, script + "A write p 1 2").field(OpField.SIG)).isEqualTo("{\"BUS\":1,\"SEGV\":0}");
        assertThat(errors(X86_6_12, script + "A madvise p 0 4 populate_read\nA mlock p 0 4\nA munlock p 0 4"))
                .endsWith("14", "12", "0");
    }

    @Test
    void rangesOfNothing() throws InterruptedException {
        String script = """
                proc A
                A map r 4 anon
                A write r 0 4
                A munmap r 1 0
                A madvise r 1 0 dontneed
                A madvise r 1 0 dontfork
                A madvise r 9 0 populate_read
                A mprotect r 1 0 none
                A mlock r 1 0
                A munlock r 1 0
                A mincore r 9 0
                A pin h r 1 0
                A getref h r 1 0
                checkpoint c
                """;

        assertThat(errors(X86_6_18, script))
                .containsExactly("0", "0", "22", "0", "0", "0", "0", "0", "0", "0", "14", "0");
        assertThat(vmas(checkpoints(X86_6_18, script).get(0))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"X86_64_6_12, 14", "X86_64_6_18_DEBIAN, 22"})
    void mremapToAPlaceThatItIsInIsAnErrorUnlessThereIsNothing(KernelPreset kernel, String error)
            throws InterruptedException {
        String script = "slot s 8\nproc A\nA map r 8 anon\nA mremap r 0 4 r 2\nA munmap r 0 8\nA mremap r 0 4 r 2\n";

        assertThat(errors(kernel, script)).containsExactly("0", "22", "0", error);
    }

    @Test
    void mremapOfNothingMapsSharedMemoryOnceMore() throws InterruptedException {
        String script = """
                memfd f 8
                slot s 8
                proc A
                A map r 8 shared:f
                A map p 8 anon
                A write r 0 8
                A mremap p 2 0 s 0 n2=4
                A mremap r 2 0 s 0 n2=4
                A read r 2 1
                A read s 0 4
                """;

        assertThat(errors(X86_6_18, script)).containsExactly("0", "0", "0", "22", "0", "0", "0");
        assertThat(last(X86_6_18, script).field(OpField.VALS)).isEqualTo("[[7,4]]");
    }

    @Test
    void onlyPrivateAnonymousMemoryIsWipedOnFork() throws InterruptedException {
        String script = "proc A\nA map r 4 shanon noreserve\nA madvise r 0 4 wipeonfork\nA madvise r 0 9 wipeonfork\n"
                + "checkpoint c";

        assertThat(errors(X86_6_12, script)).containsExactly("0", "22", "22");
        assertThat(vmas(checkpoints(X86_6_12, script).get(0)).get(0).permissions())
                .isEqualTo("rw-s");
    }

    @Test
    void theWindowOfFaultAroundEndsLateWhereItBeginsLate() throws InterruptedException {
        String script = "memfd f 40\nproc A\nA map r 40 shared:f\nA write r 0 40\nproc B\nB map s 40 shared:f skew=8\n"
                + "B read s 0 16";

        assertThat(last(X86_6_12, script).field(OpField.MINFLT)).isEqualTo("1");
    }

    @Test
    void mprotectOfAHugeMappingLosesItsDirtyBitOnX86() throws InterruptedException {
        String script = "thp 2m always\nproc A\nA map r 512 anon\nA write r 0 1\nA mprotect r 0 512 r\ncheckpoint c";

        assertThat(vmas(checkpoints(X86_6_12, script).get(0)).get(0).kb()).containsEntry("Private_Clean", 2048L);
        assertThat(vmas(checkpoints(KernelPreset.ARM64_6_12, script).get(0))
                        .get(0)
                        .kb())
                .containsEntry("Private_Dirty", 2048L);
    }

    @ParameterizedTest
    @CsvSource({"X86_64_6_12, -7", "X86_64_6_18_DEBIAN, 0"})
    void munmapOfLockedPagesDrainsBatchesUpTo612(KernelPreset kernel, long munlocked) throws InterruptedException {
        String script = "proc A\nA map r 7 anon\nA write r 0 7\nA mlock r 0 7\nA fork B\ncheckpoint locked\n"
                + "A munmap r 0 7\nA fork C\ncheckpoint unmapped";

        assertThat(checkpoints(kernel, script).get(1).sys().getOrDefault("nr_mlock", 0L))
                .as("what the fork drains does not count")
                .isEqualTo(munlocked);
    }

    @ParameterizedTest
    @CsvSource({"X86_64_6_12, 3", "X86_64_6_18_DEBIAN, 0"})
    void unmappingDrainsBatchesBeforeItBeginsUpTo612(KernelPreset kernel, long culled) throws InterruptedException {
        String script = "proc A\nA map r 8 anon\nA map s 8 anon\nA mlock r 0 8 onfault\ncheckpoint locked\n"
                + "A write r 0 3\nA munmap s 0 8\nA fork B\ncheckpoint unmapped";

        assertThat(checkpoints(kernel, script).get(1).sys().getOrDefault("unevictable_pgs_culled", 0L))
                .isEqualTo(culled);
    }
}
