package org.mmsim.scenarios.conform.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.conform.script.Action.MapKind;

class ScriptParserTest {
    private static final String BEFORE = "memfd f 8\nslot d 64\nproc A\nA map r 16 anon\nA map s 8 shared:f\n";
    private static final PageRange R_2_4 = new PageRange("r", 2, 4);

    private static Script parse(String text) {
        return ScriptParser.parse(text, "x", "x.txt");
    }

    static Stream<Arguments> actions() {
        return Stream.of(
                Arguments.of("map t 4 anon", map(4, MapKind.ANON, "")),
                Arguments.of("map t 4 shanon", map(4, MapKind.SHARED_ANON, "")),
                Arguments.of("map t 4 shared:f", map(4, MapKind.SHARED_FILE, "f")),
                Arguments.of("map t 4 private:f", map(4, MapKind.PRIVATE_FILE, "f")),
                Arguments.of("map t 512 hugetlb", map(512, MapKind.HUGETLB, "")),
                Arguments.of(
                        "map t 4 private:f skew=3 at=2 foff=1 prot=rx noreserve populate",
                        new Action.Map("t", 2, 4, MapKind.PRIVATE_FILE, "f", 1, Protection.RX, true, true)),
                Arguments.of("munmap r 2 4", new Action.Munmap(R_2_4)),
                Arguments.of("read r 2 4", new Action.Read(R_2_4, 1)),
                Arguments.of("read r 2 4 stride=2", new Action.Read(R_2_4, 2)),
                Arguments.of("write r 2 4", new Action.Write(R_2_4, 1, 7)),
                Arguments.of("write r 2 4 val=0x10 stride=4", new Action.Write(R_2_4, 4, 16)),
                Arguments.of("mprotect r 2 4 none", new Action.Mprotect(R_2_4, Protection.NONE)),
                Arguments.of("mremap r 2 4 d 5", new Action.Mremap(R_2_4, "d", 5, 4, false)),
                Arguments.of("mremap r 2 4 d 5 n2=6 keep", new Action.Mremap(R_2_4, "d", 5, 6, true)),
                Arguments.of("mlock r 2 4", new Action.Mlock(R_2_4, false)),
                Arguments.of("mlock r 2 4 onfault", new Action.Mlock(R_2_4, true)),
                Arguments.of("munlock r 2 4", new Action.Munlock(R_2_4)),
                Arguments.of("mlockall", Action.Simple.MLOCKALL),
                Arguments.of("fork B", new Action.Fork("B")),
                Arguments.of("exit", Action.Simple.EXIT),
                Arguments.of("pin h r 2 4", new Action.Pin("h", R_2_4)),
                Arguments.of("unpin h", new Action.Unpin("h")),
                Arguments.of("getref h r 2 4", new Action.GetRef("h", R_2_4)),
                Arguments.of("dropref h", new Action.DropRef("h")),
                Arguments.of("uffd open", new Action.UffdOpen(false, false, false)),
                Arguments.of("uffd open async unpopulated sigbus", new Action.UffdOpen(true, true, true)),
                Arguments.of("uffd reg r 2 4 wp missing", new Action.UffdRegister(R_2_4, true, true)),
                Arguments.of("uffd unreg r 2 4", new Action.UffdUnregister(R_2_4)),
                Arguments.of("uffd wp r 2 4 1", new Action.UffdWriteProtect(R_2_4, true)),
                Arguments.of("uffd wp r 2 4 0", new Action.UffdWriteProtect(R_2_4, false)),
                Arguments.of("uffd copy r 2 4 s 1 wp", new Action.UffdCopy(R_2_4, "s", 1, true)),
                Arguments.of("uffd zero r 2 4", new Action.UffdZero(R_2_4)),
                Arguments.of("uffd move r 2 4 s 1", new Action.UffdMove(R_2_4, "s", 1)),
                Arguments.of("uffd poison r 2 4", new Action.UffdPoison(R_2_4)),
                Arguments.of(
                        "pmscan r 2 4 cats=written,soft_dirty not=file wp",
                        new Action.PagemapScan(
                                R_2_4,
                                List.of(ScanCategory.WRITTEN, ScanCategory.SOFT_DIRTY),
                                List.of(ScanCategory.FILE),
                                true)),
                Arguments.of("pmscan r 2 4", new Action.PagemapScan(R_2_4, List.of(), List.of(), false)),
                Arguments.of("clear_refs 4", new Action.ClearRefs(4)),
                Arguments.of("mincore r 2 4", new Action.Mincore(R_2_4)),
                Arguments.of("fallocate_punch r 0 4 f 2", new Action.PunchHole("f", 2, 4)),
                Arguments.of("msync r 2 4", new Action.Msync(R_2_4)),
                Arguments.of("ksmself", Action.Simple.KSMSELF));
    }

    private static Action.Map map(long pages, MapKind kind, String file) {
        return new Action.Map("t", 0, pages, kind, file, 0, Protection.RW, false, false);
    }

    @ParameterizedTest
    @MethodSource("actions")
    void everyOperationOfAProcessIsUnderstood(String text, Action expected) {
        List<ScriptLine> lines = parse(BEFORE + "A " + text).lines();

        assertThat(lines.get(lines.size() - 1).statement()).isEqualTo(new Statement.OfProcess("A", expected));
    }

    static Stream<Arguments> statements() {
        return Stream.of(
                Arguments.of("proc B", new Statement.Proc("B")),
                Arguments.of("checkpoint some-name", new Statement.Checkpoint("some-name")),
                Arguments.of("thp 16k always", thp(ThpControl.SIZE_ENABLED, 2, "always")),
                Arguments.of("thp 1m inherit", thp(ThpControl.SIZE_ENABLED, 8, "inherit")),
                Arguments.of("thp 2m madvise", thp(ThpControl.SIZE_ENABLED, 9, "madvise")),
                Arguments.of("thp global never", thp(ThpControl.ENABLED, -1, "never")),
                Arguments.of("thp shmem 64k within_size", thp(ThpControl.SHMEM_SIZE_ENABLED, 4, "within_size")),
                Arguments.of("thp shmem global advise", thp(ThpControl.SHMEM_ENABLED, -1, "advise")),
                Arguments.of("thp defrag defer+madvise", thp(ThpControl.DEFRAG, -1, "defer+madvise")),
                Arguments.of("thp use_zero_page 0", thp(ThpControl.USE_ZERO_PAGE, -1, "0")),
                Arguments.of("thp max_ptes_none 409", thp(ThpControl.MAX_PTES_NONE, -1, "409")),
                Arguments.of("thp max_ptes_shared 0", thp(ThpControl.MAX_PTES_SHARED, -1, "0")),
                Arguments.of("thp max_ptes_swap 64", thp(ThpControl.MAX_PTES_SWAP, -1, "64")),
                Arguments.of("swapon zram 64", new Statement.SwapOn(true, 64)),
                Arguments.of("swapon disk 8", new Statement.SwapOn(false, 8)),
                Arguments.of("swapoff", Statement.Simple.SWAPOFF),
                Arguments.of("hugepool 6", new Statement.HugePool(6)),
                Arguments.of("memcg on", Statement.Simple.MEMCG_ON),
                Arguments.of("memcg reclaim", Statement.Simple.MEMCG_RECLAIM),
                Arguments.of("shrink_slab", Statement.Simple.SHRINK_SLAB),
                Arguments.of("khugepaged", new Statement.Khugepaged(OptionalLong.empty())),
                Arguments.of("khugepaged max_ptes_none=511", new Statement.Khugepaged(OptionalLong.of(511))),
                Arguments.of("ksm", Statement.Simple.KSM),
                Arguments.of("drain", Statement.Simple.DRAIN),
                Arguments.of("sleep 300", new Statement.Sleep(300)));
    }

    private static Statement thp(ThpControl control, int order, String value) {
        return new Statement.Thp(control, order, value);
    }

    @ParameterizedTest
    @MethodSource("statements")
    void everyStatementWithoutAProcessIsUnderstood(String text, Statement expected) {
        assertThat(parse(text).lines())
                .singleElement()
                .satisfies(line -> assertThat(line.statement()).isEqualTo(expected));
    }

    @ParameterizedTest
    @MethodSource("advice")
    void everyAdviceIsUnderstood(Advice advice) {
        List<ScriptLine> lines =
                parse(BEFORE + "A madvise r 2 4 " + advice.label()).lines();

        assertThat(lines.get(lines.size() - 1).statement())
                .isEqualTo(new Statement.OfProcess("A", new Action.Madvise(R_2_4, advice)));
    }

    static Stream<Advice> advice() {
        return Stream.of(Advice.values());
    }

    @Test
    void whatIsSaidAboutTheScriptIsKept() {
        Script script = parse("title fork of a folio\nneed mthp zram\nneed guard\nmemfd f 8 hugetlb\n");

        assertThat(script.title()).isEqualTo("fork of a folio");
        assertThat(script.needs()).containsExactly(Feature.MTHP, Feature.ZRAM, Feature.GUARD);
        assertThat(script.files()).containsExactly(new MemoryFile("f", 8, true));
        assertThat(script.lines()).isEmpty();
    }

    @Test
    void aLineIsKeptWithItsNumberAndWithoutItsComment() {
        Script script = parse("\n# nothing\n  proc A\t # first\nA map r 4 anon");

        assertThat(script.lines()).extracting(ScriptLine::number).containsExactly(3, 4);
        assertThat(script.lines()).extracting(ScriptLine::text).containsExactly("  proc A", "A map r 4 anon");
    }

    @Test
    void regionsLieAGigabyteApartInTheOrderOfTheirFirstAppearance() {
        Script script = parse("""
                proc A
                A map b 4 anon skew=3
                slot a 64
                A map b 8 anon skew=9 at=10
                A map c 1 anon
                """);

        assertThat(script.regions())
                .containsExactly(
                        new Region("b", 0x1000003000L, 18),
                        new Region("a", 0x1040000000L, 64),
                        new Region("c", 0x1080000000L, 1));
        assertThat(script.region("b").va(2)).isEqualTo(0x1000005000L);
    }

    @Test
    void aRegionCanBeUsedBeforeItIsMapped() {
        assertThat(parse("proc A\nA read r 0 1\nA map r 4 anon").lines()).hasSize(3);
    }

    @Test
    void processesAreListedAsTheyBegin() {
        Script script = parse("proc A\nA fork C\nproc B\nC exit\nB fork D");

        assertThat(script.processes()).containsExactly("A", "C", "B", "D");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("prok A", "unknown statement \"prok\" (x.txt:6)", "did you mean \"proc\"?"),
                Arguments.of("A wirte r 0 1", "unknown operation \"wirte\" (x.txt:6)", "did you mean \"write\"?"),
                Arguments.of("A", "missing operation (x.txt:6)", ""),
                Arguments.of("A read r 0", "missing pages (x.txt:6)", "allowed: read R OFF N [stride=S]"),
                Arguments.of("A read q 0 1", "no region \"q\" (x.txt:6)", "allowed: d, r, s"),
                Arguments.of("A read r -1 1", "not a number for offset: \"-1\" (x.txt:6)", "allowed: 0 to 262144"),
                Arguments.of("A read r 1x 1", "not a number for offset: \"1x\" (x.txt:6)", ""),
                Arguments.of(
                        "A read r 99999999999999999999 1",
                        "not a number for offset: \"99999999999999999999\" (x.txt:6)",
                        ""),
                Arguments.of("A read r 0 1 stride=0", "not a number for stride: \"0\" (x.txt:6)", "allowed: 1 to"),
                Arguments.of("A write r 0 1 val=256", "not a number for val: \"256\" (x.txt:6)", "allowed: 0 to 255"),
                Arguments.of("A write r 0 1 2", "unexpected \"2\" (x.txt:6)", "allowed: write R OFF N"),
                Arguments.of("A write r 0 1 value=2", "unexpected \"value=2\" (x.txt:6)", ""),
                Arguments.of("A exit now", "unexpected \"now\" (x.txt:6)", ""),
                Arguments.of("B exit", "no process \"B\" (x.txt:6)", "allowed: A"),
                Arguments.of("A exit\nA exit", "the process has ended: \"A\" (x.txt:7)", "allowed: none"),
                Arguments.of("proc A", "the process A has begun before (x.txt:6)", ""),
                Arguments.of("A fork A", "the process A has begun before (x.txt:6)", ""),
                Arguments.of("A fork b", "the name of a process begins with a capital letter: \"b\" (x.txt:6)", ""),
                Arguments.of("proc A-B", "not a name for a process: \"A-B\" (x.txt:6)", "allowed: up to 19 letters"),
                Arguments.of("A map T 4 anon", "the name of a region begins with a small letter: \"T\" (x.txt:6)", ""),
                Arguments.of("A map t 0 anon", "not a number for pages: \"0\" (x.txt:6)", ""),
                Arguments.of("A map t 4 anno", "unknown kind of mapping \"anno\" (x.txt:6)", "allowed: map R PAGES"),
                Arguments.of("A map t 4 shared:g", "no memfd \"g\" (x.txt:6)", "allowed: f"),
                Arguments.of("A map t 4 anon prot=w", "unknown protection \"w\" (x.txt:6)", "allowed: rw, r, none, rx"),
                Arguments.of(
                        "A map t 262144 anon skew=1",
                        "the region t reaches into the next one (x.txt:6)",
                        "allowed: 262143 pages"),
                Arguments.of("slot d 262145", "not a number for pages: \"262145\" (x.txt:6)", ""),
                Arguments.of("A madvise r 0 1 dontnee", "unknown advice \"dontnee\" (x.txt:6)", "did you mean"),
                Arguments.of("A madvise r 0 1", "missing advice (x.txt:6)", ""),
                Arguments.of("A mprotect r 0 1 x", "unknown protection \"x\" (x.txt:6)", ""),
                Arguments.of("A mremap r 0 1 e 0", "no region \"e\" (x.txt:6)", ""),
                Arguments.of("A uffd close", "unknown operation of uffd \"close\" (x.txt:6)", "allowed: open, reg"),
                Arguments.of("A uffd wp r 0 1 2", "unknown value \"2\" (x.txt:6)", "allowed: 1, 0"),
                Arguments.of("A pmscan r 0 1 cats=big", "unknown category \"big\" (x.txt:6)", "allowed: wpallowed"),
                Arguments.of("A fallocate_punch r 0 1 g 0", "no memfd \"g\" (x.txt:6)", ""),
                Arguments.of("need color", "unknown feature \"color\" (x.txt:6)", "allowed: mthp"),
                Arguments.of("need", "missing feature (x.txt:6)", ""),
                Arguments.of("memfd f 4", "the file f exists already (x.txt:6)", ""),
                Arguments.of("thp 8k always", "unknown setting \"8k\" (x.txt:6)", "allowed: 16k, 32k"),
                Arguments.of("thp shmem defrag always", "unknown setting \"defrag\" (x.txt:6)", ""),
                Arguments.of("thp 64k sometimes", "unknown value \"sometimes\" (x.txt:6)", "allowed: always, madvise"),
                Arguments.of("thp global inherit", "unknown value \"inherit\" (x.txt:6)", ""),
                Arguments.of("thp max_ptes_none 513", "not a number for pages: \"513\" (x.txt:6)", "allowed: 0 to 512"),
                Arguments.of("swapon tape 1", "unknown device \"tape\" (x.txt:6)", "allowed: zram, disk"),
                Arguments.of("swapon zram 0", "not a number for size: \"0\" (x.txt:6)", ""),
                Arguments.of("memcg off", "unknown operation \"off\" (x.txt:6)", "allowed: on, reclaim"),
                Arguments.of("khugepaged soon", "unexpected \"soon\" (x.txt:6)", "allowed: khugepaged"),
                Arguments.of("checkpoint", "missing name (x.txt:6)", "allowed: checkpoint NAME"),
                Arguments.of("checkpoint a b", "unexpected \"b\" (x.txt:6)", ""),
                Arguments.of("sleep", "missing milliseconds (x.txt:6)", ""));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsNamedWithItsLineAndWhatIsAllowed(String line, String message, String hint) {
        assertThatThrownBy(() -> parse(BEFORE + line))
                .isInstanceOfSatisfying(
                        InputException.class, e -> assertThat(e.hint()).contains(hint))
                .hasMessage(message);
    }

    @Test
    void aScriptOfTooManyLinesIsRefused() {
        assertThatThrownBy(() -> parse("\n".repeat(5000))).hasMessage("more than 4094 lines (x.txt)");
    }
}
