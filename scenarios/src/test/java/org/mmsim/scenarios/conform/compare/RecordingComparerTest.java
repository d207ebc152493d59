package org.mmsim.scenarios.conform.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.conform.compare.Comparison.Tally;
import org.mmsim.scenarios.conform.recording.Recording;
import org.mmsim.scenarios.conform.recording.RecordingReader;

class RecordingComparerTest {
    private static final String META = "{\"t\":\"meta\",\"script\":\"x\",\"kernel\":\"6.12\",\"arch\":\"x86_64\"}\n";
    private static final String OP = "{\"t\":\"op\",\"i\":3,\"line\":\"A read r 0 2\",\"vals\":[[0,2]],"
            + "\"sig\":{\"SEGV\":1,\"BUS\":0},\"pages\":1,\"bytes\":2,\"incore\":3,\"ranges\":[],\"collapsed\":4,"
            + "\"full_scans_ok\":1,\"rc\":-1,\"errno\":22,\"minflt\":5,\"majflt\":6,\"tlb\":{\"invlpg\":7,\"mov_cr3\":8}}";
    private static final String CHECKPOINT = """
            {"t":"checkpoint","i":4,"name":"c","procs":[{"p":"A","minflt":300,"majflt":1,"vmpte_kb":8,"regions":[{"r":"r",\
            "vmas":[{"o":0,"n":16,"perm":"rw-p","kb":{"Rss":8,"Pss":4},"vmflags":"rd wr"}],\
            "pages":[{"o":0,"n":2,"pm":"PX","f":0,"i":0,"ord":0,"mc":1,"kf":"lru,ksm"},\
            {"o":4,"n":2,"pm":"S","sw":0},{"o":6,"n":1,"pm":"S","special":[31,2]}],\
            "pfn_kept":[[0,2,1]],"pt":{"pmds":"T","runs":[{"o":0,"n":2,"l":"pte","fl":"VAC"}]}}]}],\
            "sys":{"thp_fault_alloc":2,"pgfault":100}}""";

    private static Recording recording(String... lines) {
        return RecordingReader.parse(META + String.join("\n", lines) + "\n{\"t\":\"end\"}\n", "x.jsonl");
    }

    private static Comparison compare(String real, String simulated) {
        return RecordingComparer.compare(recording(real), recording(simulated), FieldSelection.all(), false);
    }

    @Test
    void aRecordingIsEqualToItself() {
        assertThat(compare(OP, OP).mismatches()).isEmpty();
        assertThat(compare(CHECKPOINT, CHECKPOINT).mismatches()).isEmpty();
    }

    @Test
    void fieldsOfPagesCountOncePerPage() {
        assertThat(compare(OP, OP).total()).isEqualTo(new Tally(12, 12));
        assertThat(compare(CHECKPOINT, CHECKPOINT).byField())
                .containsEntry("pm", new Tally(5, 5))
                .containsEntry("f", new Tally(2, 2))
                .containsEntry("mc", new Tally(2, 2))
                .containsEntry("sw", new Tally(2, 2))
                .containsEntry("special", new Tally(1, 1))
                .containsEntry("kb", new Tally(2, 2))
                .containsEntry("pt", new Tally(3, 3))
                .containsEntry("pfn_kept", new Tally(2, 2))
                .containsEntry("sys", new Tally(1, 1))
                .doesNotContainKeys("minflt", "vma", "process", "region");
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of(OP, "[[0,2]]", "[[1,2]]", "op 3: vals"),
                Arguments.of(OP, "\"SEGV\":1", "\"SEGV\":2", "op 3: sig"),
                Arguments.of(OP, "\"pages\":1", "\"pages\":2", "op 3: pages"),
                Arguments.of(OP, "\"bytes\":2", "\"bytes\":1", "op 3: bytes"),
                Arguments.of(OP, "\"incore\":3", "\"incore\":1", "op 3: incore"),
                Arguments.of(OP, "\"ranges\":[]", "\"ranges\":[{\"o\":0,\"n\":1,\"cat\":\"\"}]", "op 3: ranges"),
                Arguments.of(OP, "\"collapsed\":4", "\"collapsed\":1", "op 3: collapsed"),
                Arguments.of(OP, "\"rc\":-1", "\"rc\":0", "op 3: rc"),
                Arguments.of(OP, "\"errno\":22", "\"errno\":12", "op 3: errno"),
                Arguments.of(OP, "\"minflt\":5", "\"minflt\":4", "op 3: minflt"),
                Arguments.of(OP, "\"majflt\":6", "\"majflt\":4", "op 3: majflt"),
                Arguments.of(OP, "\"invlpg\":7", "\"invlpg\":6", "op 3: tlb"),
                Arguments.of(OP, "\"tlb\"", "\"tlb2\"", "op 3: tlb"),
                Arguments.of(CHECKPOINT, "\"p\":\"A\"", "\"p\":\"B\"", "checkpoint c, A: process"),
                Arguments.of(CHECKPOINT, "\"r\":\"r\"", "\"r\":\"s\"", "checkpoint c, A r: region"),
                Arguments.of(CHECKPOINT, "\"n\":16,", "\"n\":17,", "checkpoint c, A r pages 0..15: vma"),
                Arguments.of(CHECKPOINT, "rw-p", "r--p", "checkpoint c, A r pages 0..15: perm"),
                Arguments.of(CHECKPOINT, "rd wr", "rd", "checkpoint c, A r pages 0..15: vmflags"),
                Arguments.of(CHECKPOINT, "\"Rss\":8", "\"Rss\":4", "checkpoint c, A r pages 0..15: kb.Rss"),
                Arguments.of(CHECKPOINT, "\"Rss\":8,", "", "checkpoint c, A r pages 0..15: kb.Rss"),
                Arguments.of(CHECKPOINT, "\"Rss\":8", "\"Rss\":8,\"Swap\":4", "checkpoint c, A r pages 0..15: kb.Swap"),
                Arguments.of(CHECKPOINT, "\"PX\"", "\"P\"", "checkpoint c, A r pages 0..1: pm"),
                Arguments.of(CHECKPOINT, "\"o\":4,\"n\":2", "\"o\":4,\"n\":1", "checkpoint c, A r page 5: pm"),
                Arguments.of(CHECKPOINT, "\"f\":0,", "", "checkpoint c, A r page 0: f"),
                Arguments.of(CHECKPOINT, "\"ord\":0", "\"ord\":1", "checkpoint c, A r pages 0..1: ord"),
                Arguments.of(CHECKPOINT, "\"i\":0,\"ord\":0", "\"i\":1,\"ord\":2", "checkpoint c, A r pages 0..1: ord"),
                Arguments.of(CHECKPOINT, "\"mc\":1", "\"mc\":2", "checkpoint c, A r pages 0..1: mc"),
                Arguments.of(CHECKPOINT, "lru,ksm", "lru", "checkpoint c, A r pages 0..1: kf"),
                Arguments.of(CHECKPOINT, "\"sw\":0", "\"special\":[31,1]", "checkpoint c, A r page 4: sw"),
                Arguments.of(CHECKPOINT, "[31,2]", "[31,1]", "checkpoint c, A r page 6: special"),
                Arguments.of(CHECKPOINT, "[0,2,1]", "[0,2,0]", "checkpoint c, A r pages 0..1: pfn_kept"),
                Arguments.of(CHECKPOINT, "[0,2,1]", "[0,1,1]", "checkpoint c, A r page 1: pfn_kept"),
                Arguments.of(CHECKPOINT, "\"pmds\":\"T\"", "\"pmds\":\"B\"", "checkpoint c, A r: pt.pmds"),
                Arguments.of(CHECKPOINT, "\"l\":\"pte\"", "\"l\":\"pmd\"", "checkpoint c, A r pages 0..1: pt"),
                Arguments.of(CHECKPOINT, "VAC", "VAW", "checkpoint c, A r pages 0..1: pt"),
                Arguments.of(
                        CHECKPOINT,
                        "\"thp_fault_alloc\":2",
                        "\"thp_fault_alloc\":1",
                        "checkpoint c: sys.thp_fault_alloc"),
                Arguments.of(CHECKPOINT, "\"pgfault\":100", "\"swpin\":1", "checkpoint c: sys.swpin"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void everyFieldCanDiffer(String line, String from, String to, String first) {
        String changed = line.replace(from, to);

        assertThat(changed).isNotEqualTo(line);
        assertThat(compare(line, changed).mismatches())
                .first()
                .extracting(mismatch -> mismatch.place().describe() + ": " + mismatch.field())
                .isEqualTo(first);
    }

    static Stream<Arguments> insignificant() {
        return Stream.of(
                Arguments.of(OP, "\"mov_cr3\":8", "\"mov_cr3\":9"),
                Arguments.of(OP, "\"full_scans_ok\":1", "\"full_scans_ok\":0"),
                Arguments.of(CHECKPOINT, "\"minflt\":300", "\"minflt\":3"),
                Arguments.of(CHECKPOINT, "\"vmpte_kb\":8", "\"vmpte_kb\":4"),
                Arguments.of(CHECKPOINT, "\"pgfault\":100", "\"pgfault\":1,\"pgreuse\":2,\"nr_anon_pages\":3"),
                // Numbers of folios and swap entries mean nothing but equality.
                Arguments.of(CHECKPOINT, "\"f\":0", "\"f\":17"),
                Arguments.of(CHECKPOINT, "\"sw\":0", "\"sw\":17"));
    }

    @ParameterizedTest
    @MethodSource("insignificant")
    void whatTheRecordingProgramItselfCausesIsNotCompared(String line, String from, String to) {
        String changed = line.replace(from, to);

        assertThat(changed).isNotEqualTo(line);
        assertThat(compare(line, changed).mismatches()).isEmpty();
    }

    @Test
    void ofAForkOnlyFlushesOfWholeAddressSpacesAreCompared() {
        String fork = "{\"t\":\"op\",\"i\":3,\"line\":\"A fork B\",\"rc\":0,\"tlb\":{\"aside1is\":1,\"vale1is\":9}}";

        assertThat(compare(fork, fork.replace("\"vale1is\":9", "\"vae1\":1")).mismatches())
                .isEmpty();
        assertThat(compare(fork, fork.replace("\"aside1is\":1", "\"aside1is\":2"))
                        .mismatches())
                .singleElement()
                .extracting(Mismatch::real)
                .isEqualTo("{\"aside1is\":1}");
    }

    @Test
    void whatVariedIsNotCompared() {
        String varying = "\n{\"t\":\"varying\",\"fields\":[\"op:3.errno\",\"checkpoint:c.sys.swpin\","
                + "\"checkpoint:c.procs[A].regions[r].vmas[0].kb.Rss\"]}";

        assertThat(compare(OP.replace("\"errno\":22,", "") + varying, OP).mismatches())
                .isEmpty();
        assertThat(compare(
                                CHECKPOINT.replace("\"Rss\":8,", "") + varying,
                                CHECKPOINT.replace("\"pgfault\":100", "\"swpin\":1"))
                        .mismatches())
                .isEmpty();
    }

    @Test
    void whatTheRealKernelDidNotReportIsADifferenceIfTheSimulatorDoes() {
        assertThat(compare(OP.replace("\"sig\":{\"SEGV\":1,\"BUS\":0},", ""), OP)
                        .mismatches())
                .singleElement()
                .isEqualTo(new Mismatch(Mismatch.Place.of("op 3"), "sig", "null", "{\"BUS\":0,\"SEGV\":1}"));
    }

    @Test
    void anUnmodelledFieldIsADifferenceAndSaysSo() {
        Comparison comparison = compare(CHECKPOINT, CHECKPOINT.replace(",\"kf\":\"lru,ksm\"", ""));

        assertThat(comparison.mismatches()).singleElement().satisfies(mismatch -> {
            assertThat(mismatch.field()).isEqualTo("kf");
            assertThat(mismatch.simulated()).isNull();
        });
        assertThat(comparison.byField()).containsEntry("kf", new Tally(2, 0));
    }

    @Test
    void aRunThatEndsEarlyDiffersInAllThatIsMissing() {
        Comparison comparison =
                RecordingComparer.compare(recording(OP, CHECKPOINT), recording(OP), FieldSelection.all(), false);

        assertThat(comparison.mismatches()).extracting(Mismatch::field).contains("checkpoint", "process", "pm", "f");
        assertThat(comparison.byField()).containsEntry("checkpoint", new Tally(1, 0));
    }

    @Test
    void foliosThatShareMostPagesAreTakenForTheSame() {
        // The simulated kernel copied page 0, the real one did not: every later folio has another number.
        String real = pages("{\"o\":0,\"n\":16,\"pm\":\"P\",\"f\":0,\"i\":0,\"ord\":4,\"mc\":2,\"kf\":\"lru\"}");
        String simulated = pages("{\"o\":0,\"n\":1,\"pm\":\"P\",\"f\":0,\"i\":0,\"ord\":4,\"mc\":2,\"kf\":\"lru\"},"
                + "{\"o\":1,\"n\":15,\"pm\":\"P\",\"f\":1,\"i\":1,\"ord\":4,\"mc\":2,\"kf\":\"lru\"}");

        assertThat(compare(real, simulated).mismatches()).singleElement().satisfies(mismatch -> {
            assertThat(mismatch.place().describe()).isEqualTo("checkpoint c, A r page 0");
            assertThat(mismatch.field()).isEqualTo("f");
        });
    }

    private static String pages(String runs) {
        return "{\"t\":\"checkpoint\",\"i\":4,\"name\":\"c\",\"procs\":[{\"p\":\"A\",\"regions\":[{\"r\":\"r\",\"pages\":["
                + runs + "]}]}],\"sys\":{}}";
    }

    @Test
    void neighboursThatDifferAlikeAreOneMismatch() {
        Comparison comparison = compare(CHECKPOINT, CHECKPOINT.replace("[0,2,1]", "[0,2,0]"));

        assertThat(comparison.mismatches())
                .singleElement()
                .satisfies(mismatch -> assertThat(mismatch.place().pages()).isEqualTo(2));
        assertThat(comparison.byField()).containsEntry("pfn_kept", new Tally(2, 0));
    }

    @Test
    void theKsmFlagCanMeanNothing() {
        Recording without = recording(CHECKPOINT.replace("lru,ksm", "lru"));

        assertThat(RecordingComparer.compare(recording(CHECKPOINT), without, FieldSelection.all(), true)
                        .mismatches())
                .isEmpty();
    }

    @Test
    void aSelectionComparesNothingElse() {
        Comparison comparison = RecordingComparer.compare(
                recording(OP, CHECKPOINT), recording(OP, CHECKPOINT), FieldSelection.of("mc,kb", "--fields"), false);

        assertThat(comparison.byField().keySet()).containsExactly("kb", "mc");
        assertThatThrownBy(() -> FieldSelection.of("mc,Kb", "--fields"))
                .isInstanceOf(InputException.class)
                .hasMessage("no field \"Kb\" (--fields)");
    }

    @Test
    void brokenRulesAreADifference() {
        Comparison comparison = compare(OP, OP);
        comparison.addViolations(List.of());
        assertThat(comparison.total()).isEqualTo(new Tally(12, 12));

        comparison.addViolations(List.of("rss is 3 pages, the page table maps 4", "a leak"));

        assertThat(comparison.total()).isEqualTo(new Tally(13, 12));
        assertThat(comparison.mismatches()).singleElement().satisfies(mismatch -> {
            assertThat(mismatch.field()).isEqualTo("check");
            assertThat(mismatch.simulated()).isEqualTo("\"rss is 3 pages, the page table maps 4, and 1 more\"");
        });
    }
}
