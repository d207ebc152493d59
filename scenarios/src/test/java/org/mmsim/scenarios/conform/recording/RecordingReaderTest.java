package org.mmsim.scenarios.conform.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.conform.recording.RegionState.EntryRun;
import org.mmsim.scenarios.conform.recording.RegionState.KeptRun;

class RecordingReaderTest {
    private static final String META = "{\"t\":\"meta\",\"script\":\"x\",\"kernel\":\"6.12\",\"arch\":\"x86_64\"}\n";
    private static final String END = "{\"t\":\"end\"}\n";

    private static Recording parse(String... lines) {
        return RecordingReader.parse(META + String.join("\n", lines) + "\n" + END, "x.jsonl");
    }

    private static String checkpoint(String region) {
        return "{\"t\":\"checkpoint\",\"i\":4,\"name\":\"c\",\"procs\":[{\"p\":\"A\",\"minflt\":3,\"regions\":[{\"r\":\"r\""
                + region + "}]}],\"sys\":{\"thp_fault_alloc\":-1}}";
    }

    @Test
    void anOperationIsReadWithEqualValuesAsEqualTexts() {
        Recording recording = parse("{\"t\":\"op\",\"i\":3,\"line\":\"A read r 0 2\",\"vals\":[[0, 1],[ -1,1]],"
                + "\"sig\":{\"SEGV\":1,\"BUS\":0},\"rc\":-1,\"errno\":0,\"ranges\":[{\"n\":2,\"o\":0,\"cat\":\"file\"}],"
                + "\"tlb\":{}}");

        assertThat(recording.entries()).singleElement().satisfies(entry -> {
            OpRecord op = (OpRecord) entry;
            assertThat(op.line()).isEqualTo(3);
            assertThat(op.text()).isEqualTo("A read r 0 2");
            assertThat(op.field(OpField.VALS)).isEqualTo("[[0,1],[-1,1]]");
            assertThat(op.field(OpField.SIG)).isEqualTo("{\"BUS\":0,\"SEGV\":1}");
            assertThat(op.field(OpField.RANGES)).isEqualTo("[{\"o\":0,\"n\":2,\"cat\":\"file\"}]");
            assertThat(op.field(OpField.TLB)).isEqualTo("{}");
            assertThat(op.field(OpField.RC)).isEqualTo("-1");
            assertThat(op.field(OpField.MINFLT)).isNull();
        });
    }

    @Test
    void aCheckpointIsReadWithAllItsParts() {
        Recording recording = parse(
                checkpoint(
                        ",\"vmas\":[{\"o\":-2,\"n\":18,\"perm\":\"rw-p\",\"kb\":{\"Rss\":4},"
                                + "\"vmflags\":\"rd wr\"}],\"pages\":[{\"o\":0,\"n\":2,\"pm\":\"PX\",\"f\":0,\"i\":3,\"ord\":2,\"mc\":1,"
                                + "\"kf\":\"lru\"},{\"o\":2,\"n\":1,\"pm\":\"S\",\"special\":[31,2]},{\"o\":3,\"n\":2,\"pm\":\"S\",\"sw\":7}],"
                                + "\"pfn_kept\":[[0,1,1],[1,1,0]],\"pt\":{\"pmds\":\"T\",\"runs\":[{\"o\":0,\"n\":2,\"l\":\"pte\",\"fl\":\"VA\"}]}"));

        Checkpoint checkpoint = (Checkpoint) recording.entries().get(0);
        assertThat(checkpoint.sys()).containsEntry("thp_fault_alloc", -1L);
        ProcessState process = checkpoint.processes().get(0);
        assertThat(process.minorFaults()).isEqualTo(3);
        assertThat(process.majorFaults()).isNull();
        RegionState region = process.regions().get(0);
        assertThat(region.vmas()).singleElement().satisfies(vma -> {
            assertThat(vma.offset()).isEqualTo(-2);
            assertThat(vma.kb()).containsEntry("Rss", 4L);
        });
        assertThat(region.kept()).containsExactly(new KeptRun(0, 1, true), new KeptRun(1, 1, false));
        assertThat(region.pageTable())
                .isEqualTo(new RegionState.PageTableState("T", List.of(new EntryRun(0, 2, "pte", "VA"))));
        assertThat(region.pages()).hasSize(3);
        PageRun run = region.pages().get(0);
        assertThat(run.folioOf(0)).isZero();
        assertThat(run.folioOf(1)).isEqualTo(1);
        assertThat(run.indexOf(1)).isZero();
        assertThat(region.pages().get(1).special()).isEqualTo(new PageRun.Special(31, 2));
        assertThat(region.pages().get(2).swapOf(4)).isEqualTo(8);
    }

    @Test
    void theZeroPageIsTheSameFolioEverywhere() {
        PageRun run = new PageRun(0, 4, "P", 5L, 0L, 0, 0L, "zero,reserved", null, null);

        assertThat(run.folioOf(3)).isEqualTo(5);
        assertThat(run.indexOf(3)).isZero();
    }

    @Test
    void aSkippedScriptSaysWhatWasMissing() {
        Recording recording = RecordingReader.parse(META + "{\"t\":\"skip\",\"missing\":\"zram\"}\n", "x.jsonl");

        assertThat(recording.missing()).isEqualTo("zram");
        assertThat(RecordingReader.parse(RecordingWriter.text(recording), "again"))
                .isEqualTo(recording);
    }

    @Test
    void whatVariedIsKnownByName() {
        assertThat(parse("{\"t\":\"varying\",\"fields\":[\"op:3.minflt\"]}").varying())
                .containsExactly("op:3.minflt");
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                Arguments.of("{", "not JSON:"),
                Arguments.of("[1]", "not an object: line (x.jsonl:2)"),
                Arguments.of("{\"i\":1}", "expected a text for \"t\" of line, which is missing (x.jsonl:2)"),
                Arguments.of("{\"t\":\"ops\"}", "unknown kind of line \"ops\" (x.jsonl:2)"),
                Arguments.of(
                        "{\"t\":\"op\",\"i\":0,\"line\":\"\"}",
                        "expected a whole number from 1 to 1000000 for \"i\" of line, found 0 (x.jsonl:2)"),
                Arguments.of(
                        "{\"t\":\"op\",\"i\":1,\"line\":\"\",\"rc\":\"0\"}",
                        "expected a whole number from -9223372036854775808"),
                Arguments.of(
                        "{\"t\":\"op\",\"i\":1,\"line\":\"\",\"vals\":[[1]]}",
                        "expected arrays of 2 numbers for \"vals\" of line, found [[1]] (x.jsonl:2)"),
                Arguments.of(
                        "{\"t\":\"op\",\"i\":1,\"line\":\"\",\"tlb\":{\"x\":1.5}}",
                        "expected an object of numbers for \"tlb\""),
                Arguments.of("{\"t\":\"op\",\"i\":1,\"line\":\"\",\"ranges\":3}", "expected an array for \"ranges\""),
                Arguments.of("{\"t\":\"varying\",\"fields\":[1]}", "expected texts for \"fields\""),
                Arguments.of("{\"t\":\"varying\"}", "expected an array for \"fields\""),
                Arguments.of(checkpoint(",\"pages\":{}"), "expected an array for \"pages\""),
                Arguments.of(checkpoint(",\"pages\":[1]"), "not an object: item of pages (x.jsonl:2)"),
                Arguments.of(
                        checkpoint(",\"pages\":[{\"o\":262144,\"n\":1}]"),
                        "expected a whole number from 0 to 262143 for \"o\""),
                Arguments.of(
                        checkpoint(",\"pages\":[{\"o\":262143,\"n\":2}]"),
                        "expected a whole number from 1 to 1 for \"n\""),
                Arguments.of(
                        checkpoint(",\"pages\":[{\"o\":0,\"n\":2},{\"o\":1,\"n\":1}]"),
                        "runs of pages overlap or are out of order at page 1 (x.jsonl:2)"),
                Arguments.of(
                        checkpoint(",\"pages\":[{\"o\":0,\"n\":1,\"ord\":11}]"),
                        "expected a whole number from 0 to 10 for \"ord\""),
                Arguments.of(checkpoint(",\"pfn_kept\":[[0,1,2]]"), "expected [page, pages, 0 or 1] for \"pfn_kept\""),
                Arguments.of(
                        checkpoint(",\"pfn_kept\":[[0,1,1],[0,1,1]]"),
                        "runs of pages overlap or are out of order at page 0"),
                Arguments.of(
                        checkpoint(",\"pt\":{\"pmds\":\"T\"}"),
                        "expected an array for \"runs\" of pt, which is missing"),
                Arguments.of(checkpoint(",\"vmas\":[{\"o\":0,\"n\":1}]"), "expected an object of numbers for \"kb\""));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void aDamagedLineIsNamed(String line, String message) {
        assertThatThrownBy(() -> parse(line)).isInstanceOf(InputException.class).hasMessageStartingWith(message);
    }

    @Test
    void aRecordingWithoutItsBeginningOrEndIsRefused() {
        assertThatThrownBy(() -> RecordingReader.parse("", "x.jsonl")).hasMessage("empty recording (x.jsonl)");
        assertThatThrownBy(() -> RecordingReader.parse(END, "x.jsonl"))
                .hasMessage("a recording begins with a line of kind \"meta\" (x.jsonl:1)");
        assertThatThrownBy(() -> RecordingReader.parse(META, "x.jsonl"))
                .hasMessage("the recording is cut short: it has no line of kind \"end\" (x.jsonl)");
    }
}
