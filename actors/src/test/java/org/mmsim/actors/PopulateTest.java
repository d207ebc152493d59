package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.actors.Lab.BASE;
import static org.mmsim.actors.Lab.allowOrder;
import static org.mmsim.actors.Lab.fork;
import static org.mmsim.actors.Lab.madvise;
import static org.mmsim.actors.Lab.map;
import static org.mmsim.actors.Lab.mapBasePages;
import static org.mmsim.actors.Lab.stay;
import static org.mmsim.actors.Lab.touch;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.mm.VmFlags;
import org.mmsim.engine.pagetable.PageTable;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.workload.Advice;
import org.mmsim.engine.workload.Op;
import org.mmsim.protocol.Operation;
import org.mmsim.protocol.VmstatItem;

class PopulateTest {
    private static final long PAGE = 4 * TestMachine.KIB;
    private static final long HUGE = 2 * TestMachine.MIB;
    private static final int ORDER_64K = 4;
    private static final int ENOMEM = 12;
    private static final int EINVAL = 22;

    private static Lab lab() {
        return new Lab().machine(m -> m.cpus(2).x86());
    }

    private static Op populate(long va, long length, boolean write) {
        return madvise(va, length, write ? Advice.POPULATE_WRITE : Advice.POPULATE_READ);
    }

    private static List<Integer> errors(RunRecord run) {
        return run.operations(0, Operation.OP_MADVISE).stream()
                .map(RunRecord.Performed::error)
                .toList();
    }

    private static int flags(RunRecord run, long va) {
        PageTable pageTable = run.machine().mm(1).pageTable();
        long frame = pageTable.format().frame(pageTable.leaf(va));
        return run.machine().folios().flags(run.machine().folios().head(frame));
    }

    @Test
    void readingMapsZeroPagesAndWritingGivesTheProcessItsOwn() {
        RunRecord run = lab().thread(
                        0,
                        mapBasePages(BASE, 8 * PAGE),
                        populate(BASE, 8 * PAGE, false),
                        populate(BASE, 3 * PAGE, true),
                        stay())
                .run();
        PageTable pageTable = run.machine().mm(1).pageTable();

        assertThat(run.machine().mm(1).minorFaults()).isEqualTo(11);
        assertThat(run.machine().mm(1).rssPages()).isEqualTo(3);
        assertThat(pageTable.format().frame(pageTable.leaf(BASE + 3 * PAGE)))
                .isEqualTo(run.machine().zeroFrame());
    }

    @Test
    void aPageThatIsMappedAsNeededCostsNoFault() {
        RunRecord run = lab().thread(
                        0,
                        allowOrder(ORDER_64K),
                        map(BASE, 32 * PAGE),
                        populate(BASE, 20 * PAGE, true),
                        populate(BASE, 32 * PAGE, true),
                        populate(BASE, 32 * PAGE, false),
                        stay())
                .run();

        assertThat(run.machine().mm(1).minorFaults()).as("two folios").isEqualTo(2);
        assertThat(run.machine().mm(1).rssPages()).isEqualTo(32);
    }

    @Test
    void writingBreaksCopyOnWriteAfterFork() {
        RunRecord run = lab().thread(
                        0,
                        mapBasePages(BASE, 4 * PAGE),
                        touch(BASE, 4 * PAGE, PAGE),
                        fork(2),
                        populate(BASE, 4 * PAGE, false),
                        populate(BASE, 2 * PAGE, true),
                        stay())
                .forkedProcess()
                .thread(1, stay())
                .run();
        PageTable parent = run.machine().mm(1).pageTable();
        PageTable child = run.machine().mm(2).pageTable();
        PageTableFormat format = parent.format();

        assertThat(run.machine().mm(1).minorFaults()).isEqualTo(4 + 2);
        assertThat(format.frame(parent.leaf(BASE + PAGE))).isNotEqualTo(format.frame(child.leaf(BASE + PAGE)));
        assertThat(format.frame(parent.leaf(BASE + 2 * PAGE))).isEqualTo(format.frame(child.leaf(BASE + 2 * PAGE)));
    }

    @Test
    void whatIsNotAllowedIsInvalidAndWhatIsNotMappedHasNoMemory() {
        RunRecord run = lab().thread(
                        0,
                        new Op.Map(BASE, PAGE, VmFlags.VM_MAY_ALL, ""),
                        map(BASE + PAGE, PAGE, 0),
                        populate(BASE, PAGE, false),
                        populate(BASE + PAGE, PAGE, true),
                        populate(BASE + PAGE, 2 * PAGE, false),
                        stay())
                .run();

        assertThat(errors(run)).containsExactly(EINVAL, EINVAL, ENOMEM);
        assertThat(run.machine().mm(1).minorFaults())
                .as("what comes before the gap is populated")
                .isEqualTo(1);
    }

    @Test
    void anOldHugePageStaysOldWhenItIsOnlyReadOnX86() {
        RunRecord run = lab().thread(0, map(BASE, HUGE), touch(BASE, 1, 1), fork(2), stay())
                .forkedProcess()
                .thread(1, populate(BASE + PAGE, HUGE - PAGE, false), stay())
                .run();
        PageTable child = run.machine().mm(2).pageTable();

        assertThat(run.machine().mm(2).minorFaults()).isZero();
        assertThat(child.leafLevel(BASE)).isEqualTo(1);
        assertThat(child.format().young(child.leaf(BASE))).isFalse();
    }

    @Test
    void mapPopulateGetsWhatItCanAndNeverFails() {
        RunRecord run = lab().thread(
                        0,
                        new Op.Map(BASE, 4 * PAGE, VmFlags.VM_READ | VmFlags.VM_WRITE, 0, 0, true, ""),
                        new Op.Map(BASE + HUGE, PAGE, VmFlags.VM_MAY_ALL, 0, 0, true, ""),
                        stay())
                .run();

        assertThat(run.operations(0, Operation.OP_MAP))
                .extracting(RunRecord.Performed::error)
                .containsExactly(0, 0);
        assertThat(run.machine().mm(1).rssPages()).isEqualTo(4);
    }

    @Test
    void theMultiGenerationalLruMarksPagesThatArePopulatedReferenced() {
        RunRecord run = lab().policy("lru", "multi-gen")
                .thread(0, mapBasePages(BASE, 2 * PAGE), populate(BASE, PAGE, true), touch(BASE + PAGE, 1, 1), stay())
                .run();
        int seen = PageFlags.REFERENCED | PageFlags.ACTIVE;

        assertThat(flags(run, BASE) & seen).isEqualTo(PageFlags.REFERENCED);
        assertThat(flags(run, BASE + PAGE) & seen).as("a fault marks nothing").isZero();
    }

    @Test
    void theClassicLruActivatesAtTheSecondMark() {
        RunRecord run = lab().policy("lru", "classic")
                .thread(
                        0,
                        mapBasePages(BASE, 4 * PAGE),
                        touch(BASE, 4 * PAGE, PAGE),
                        new Op.Drain(),
                        populate(BASE, PAGE, true),
                        populate(BASE + PAGE, PAGE, true),
                        populate(BASE + PAGE, PAGE, true),
                        populate(BASE + 2 * PAGE, PAGE, true),
                        populate(BASE + 2 * PAGE, PAGE, true),
                        populate(BASE + 2 * PAGE, PAGE, true),
                        stay())
                .run();
        int seen = PageFlags.REFERENCED | PageFlags.ACTIVE;

        assertThat(flags(run, BASE) & seen).isEqualTo(PageFlags.REFERENCED);
        assertThat(flags(run, BASE + PAGE) & seen).isEqualTo(PageFlags.ACTIVE);
        assertThat(flags(run, BASE + 2 * PAGE) & seen).isEqualTo(seen);
        assertThat(flags(run, BASE + 3 * PAGE) & seen).isZero();
        assertThat(run.machine().vmstat(VmstatItem.pgactivate)).isEqualTo(2);
    }
}
