package org.mmsim.scenarios.conform.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmsim.scenarios.conform.KernelPreset;
import org.mmsim.scenarios.conform.ScriptRunner.Run;
import org.mmsim.scenarios.conform.recording.Checkpoint;
import org.mmsim.scenarios.conform.recording.OpField;
import org.mmsim.scenarios.conform.recording.OpRecord;
import org.mmsim.scenarios.conform.recording.ProcessState;
import org.mmsim.scenarios.conform.recording.RegionState;
import org.mmsim.scenarios.conform.script.Script;
import org.mmsim.scenarios.conform.script.ScriptParser;

class SimulatedKernelTest {
    private static Run run(String text) throws InterruptedException {
        Script script = ScriptParser.parse(text, "x", "x.txt");
        SimulatedKernel kernel = new SimulatedKernel(KernelPreset.X86_64_6_12, standing -> {});
        assertThat(kernel.unsupported(script)).isEmpty();
        Run run = kernel.run(script);
        assertThat(run.violations()).isEmpty();
        return run;
    }

    private static List<OpRecord> ops(Run run) {
        return run.recording().entries().stream()
                .filter(OpRecord.class::isInstance)
                .map(OpRecord.class::cast)
                .toList();
    }

    private static List<Checkpoint> checkpoints(Run run) {
        return run.recording().entries().stream()
                .filter(Checkpoint.class::isInstance)
                .map(Checkpoint.class::cast)
                .toList();
    }

    @Test
    void statementsHappenOneAfterAnotherWhicheverProcessTheyAreOf() throws InterruptedException {
        Run run = run("""
                proc A
                A map r 2 anon
                A write r 0 2 val=1
                A fork B
                B read r 0 2
                A write r 0 1 val=2
                B write r 1 1 val=3
                A read r 0 2
                B fork C
                B exit
                C read r 0 2
                C write r 0 1 val=0
                A read r 0 2
                C read r 0 1
                """);

        assertThat(ops(run))
                .filteredOn(op -> op.field(OpField.VALS) != null)
                .extracting(op -> op.text() + " " + op.field(OpField.VALS))
                .containsExactly(
                        "B read r 0 2 [[1,2]]",
                        "A read r 0 2 [[2,1],[1,1]]",
                        "C read r 0 2 [[1,1],[3,1]]",
                        "A read r 0 2 [[2,1],[1,1]]",
                        "C read r 0 1 [[0,1]]");
        assertThat(ops(run)).extracting(OpRecord::line).containsExactly(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
        assertThat(ops(run)).allSatisfy(op -> assertThat(op.field(OpField.RC)).isEqualTo("0"));
    }

    @Test
    void faultsAreCountedForTheOperationTheyBelongTo() throws InterruptedException {
        Run run =
                run("thp 16k always\nproc A\nA map r 8 anon\nA write r 0 8 stride=2\nA write r 0 8\nA fork B\nA exit");

        assertThat(ops(run))
                .extracting(op -> op.field(OpField.MINFLT))
                .containsExactly(null, "0", "2", "0", null, null);
    }

    @Test
    void accessesThatFailRaiseSignals() throws InterruptedException {
        Run run = run("proc A\nA map r 4 anon\nA munmap r 1 2\nA read r 0 4\nA write r 0 3");

        OpRecord read = ops(run).get(2);
        assertThat(read.field(OpField.VALS)).isEqualTo("[[0,1],[-1,2],[0,1]]");
        assertThat(read.field(OpField.SIG)).isEqualTo("{\"BUS\":0,\"SEGV\":2}");
        assertThat(read.field(OpField.RC)).isEqualTo("-1");
        assertThat(read.field(OpField.ERRNO)).isEqualTo("0");
        assertThat(ops(run).get(3).field(OpField.SIG)).isEqualTo("{\"BUS\":0,\"SEGV\":2}");
    }

    @Test
    void checkpointsShowWhoIsAliveAndWhatEachHasMapped() throws InterruptedException {
        Run run = run("""
                proc A
                A map r 2 anon
                checkpoint alone
                proc B
                B map s 2 anon
                A fork C
                C map t 2 anon
                checkpoint three
                C exit
                checkpoint two
                """);

        assertThat(checkpoints(run))
                .extracting(SimulatedKernelTest::brief)
                .containsExactly("A r", "A r, B s, C r t", "A r, B s");
    }

    private static String brief(Checkpoint checkpoint) {
        List<String> processes = checkpoint.processes().stream()
                .map(process -> process.name() + " "
                        + String.join(
                                " ",
                                process.regions().stream()
                                        .map(RegionState::name)
                                        .toList()))
                .toList();
        return String.join(", ", processes);
    }

    @Test
    void countersAreCountedFromTheCheckpointBeforeOrTheLastProcess() throws InterruptedException {
        Run run = run("""
                thp 2m always
                proc A
                A map r 512 anon
                A map s 512 anon
                A write r 0 1
                proc B
                A write s 0 1
                checkpoint one
                checkpoint two
                """);

        assertThat(checkpoints(run).get(0).sys()).containsEntry("thp_fault_alloc", 1L);
        assertThat(checkpoints(run).get(1).sys()).isEmpty();
    }

    @Test
    void aScriptStartsWithEverySizeNever() throws InterruptedException {
        Run run = run("proc A\nA map r 1024 anon\nA madvise r 0 1024 hugepage\nA write r 0 1\ncheckpoint c");

        ProcessState process = checkpoints(run).get(0).processes().get(0);
        assertThat(process.regions().get(0).pages())
                .anySatisfy(page -> assertThat(page.order()).isZero());
    }

    @Test
    void operationsThatTheEngineDoesNotKnowAreNamedOnce() {
        Script script = ScriptParser.parse(
                "memfd f 512 hugetlb\nswapon zram 64\nproc A\nA map r 4 anon\nA uffd open\nA uffd reg r 0 4 wp\nswapoff",
                "x",
                "x.txt");

        assertThat(new SimulatedKernel(KernelPreset.ARM64_6_18, standing -> {}).unsupported(script))
                .containsExactly("memfd hugetlb", "swapon", "uffd", "swapoff");
    }

    @Test
    void theSameScriptGivesTheSameRecordingEveryTime() throws InterruptedException {
        String script =
                "thp 64k always\nproc A\nA map r 64 anon\nA write r 0 64\nA fork B\nB write r 3 5\ncheckpoint c";

        assertThat(run(script).recording()).isEqualTo(run(script).recording());
    }
}
