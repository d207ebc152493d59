package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.actors.Lab.BASE;
import static org.mmsim.actors.Lab.map;
import static org.mmsim.actors.Lab.mapBasePages;
import static org.mmsim.actors.Lab.read;
import static org.mmsim.actors.Lab.stay;
import static org.mmsim.actors.Lab.touch;
import static org.mmsim.protocol.Event.OPERATION_COUNTED_FIELD_NUMBER;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.mm.VmFlags;
import org.mmsim.engine.workload.Op;
import org.mmsim.protocol.Operation;

class MincoreTest {
    private static final long PAGE = 4 * TestMachine.KIB;
    private static final long HUGE = 2 * TestMachine.MIB;
    private static final int ENOMEM = 12;

    private static Lab lab() {
        return new Lab().machine(m -> m.cpus(1).x86());
    }

    private static Op mincore(long va, long length) {
        return new Op.Mincore(va, length, "");
    }

    private static List<Long> counted(RunRecord run) {
        return run.of(OPERATION_COUNTED_FIELD_NUMBER).map(RunRecord.Happened::b).toList();
    }

    @Test
    void pagesOfAllSizesAndTheZeroPageAreResident() {
        RunRecord run = lab().thread(
                        0,
                        map(BASE, HUGE),
                        touch(BASE, 1, 1),
                        mapBasePages(BASE + HUGE, 8 * PAGE),
                        touch(BASE + HUGE, 2 * PAGE, PAGE),
                        read(BASE + HUGE + 3 * PAGE, PAGE, PAGE),
                        mincore(BASE + HUGE - 4 * PAGE, 12 * PAGE),
                        mincore(BASE + HUGE + PAGE, 2 * PAGE),
                        stay())
                .run();

        assertThat(counted(run)).containsExactly(4L + 3, 1L);
    }

    @Test
    void aGapIsAnErrorAndWhatComesBeforeItIsCounted() {
        RunRecord run = lab().thread(
                        0,
                        mapBasePages(BASE, 2 * PAGE),
                        mapBasePages(BASE + 3 * PAGE, PAGE),
                        touch(BASE, 2 * PAGE, PAGE),
                        touch(BASE + 3 * PAGE, 1, 1),
                        mincore(BASE, 4 * PAGE),
                        stay())
                .run();

        assertThat(run.operation(0, Operation.OP_MINCORE).error()).isEqualTo(ENOMEM);
        assertThat(counted(run)).containsExactly(2L);
    }

    @Test
    void whatASharedObjectHasIsResidentWhereverItIsMapped() {
        long flags = VmFlags.VM_READ | VmFlags.VM_WRITE | VmFlags.VM_MAY_ALL | VmFlags.VM_SHARED;
        RunRecord run = lab().thread(
                        0,
                        new Op.CreateFile(1, 8),
                        new Op.Map(BASE, 8 * PAGE, flags, 1, 0, false, ""),
                        new Op.Map(BASE + HUGE, 4 * PAGE, flags, 1, 4, false, ""),
                        touch(BASE + 3 * PAGE, 3 * PAGE, PAGE),
                        mincore(BASE, 8 * PAGE),
                        mincore(BASE + HUGE, 4 * PAGE),
                        stay())
                .run();

        assertThat(counted(run)).containsExactly(3L, 2L);
    }
}
