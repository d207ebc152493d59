package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.actors.Lab.BASE;
import static org.mmsim.actors.Lab.barrier;
import static org.mmsim.actors.Lab.fork;
import static org.mmsim.actors.Lab.lock;
import static org.mmsim.actors.Lab.madvise;
import static org.mmsim.actors.Lab.pin;
import static org.mmsim.actors.Lab.stay;
import static org.mmsim.actors.Lab.unmap;
import static org.mmsim.protocol.Event.FOLIO_FREED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.GATHER_FLUSHED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.SIGNAL_RAISED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.VMA_UNLINKED_FIELD_NUMBER;

import org.junit.jupiter.api.Test;
import org.mmsim.engine.memory.DeviceMemory;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.mm.VmFlags;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.workload.Advice;
import org.mmsim.engine.workload.Op;
import org.mmsim.protocol.Operation;

class DeviceMemoryTest {
    private static final long PAGE = 4 * TestMachine.KIB;
    private static final int DEVICE = DeviceMemory.file(0);
    private static final int EFAULT = 14;
    private static final int EINVAL = 22;
    private static final int SIGBUS = 7;
    private static final int PAGES = 4;
    private static final long LENGTH = PAGES * PAGE;
    private static final Op REVOKE = new Op.Revoke(DEVICE, "");

    private static Lab lab() {
        return new Lab().machine(m -> m.cpus(2).x86());
    }

    private static Op mapDevice(long va) {
        long flags = VmFlags.VM_READ | VmFlags.VM_WRITE | VmFlags.VM_MAY_ALL | VmFlags.VM_SHARED | VmFlags.VM_MAYSHARE;
        return new Op.Map(va, LENGTH, flags | VmFlags.VM_OF_DEVICE, DEVICE, 0, false, "");
    }

    private static Op touch(boolean write) {
        return new Op.Touch(BASE, LENGTH, PAGE, write, 0, true, "");
    }

    private static int error(RunRecord run, Operation operation) {
        return run.operation(0, operation).error();
    }

    private static boolean maps(RunRecord run, int mm, long va, long frame) {
        PageTableFormat format = run.machine().format();
        long entry = run.machine().mm(mm).pageTable().entry(va, 0);
        return format.present(entry) && format.special(entry) && format.frame(entry) == frame;
    }

    @Test
    void mmapMapsAllOfItWithSpecialEntriesThatCountForNothing() {
        RunRecord run = lab().thread(0, mapDevice(BASE), touch(true), mapDevice(BASE + 8 * PAGE), stay())
                .run();
        Mm mm = run.machine().mm(1);

        assertThat(run.machine().devices().pages(DEVICE)).hasSize(PAGES);
        run.machine().devices().pages(DEVICE).forEach((index, frame) -> {
            assertThat(maps(run, 1, BASE + index * PAGE, frame)).isTrue();
            assertThat(maps(run, 1, BASE + (8 + index) * PAGE, frame)).isTrue();
            assertThat(run.machine().folios().refs(frame)).isOne();
            assertThat(run.machine().folios().mapcount(frame)).isZero();
        });
        assertThat(mm.rssPages()).isZero();
        assertThat(run.count(SIGNAL_RAISED_FIELD_NUMBER)).isZero();
    }

    @Test
    void forkCopiesItsEntriesForNoFaultCould() {
        RunRecord run = lab().thread(0, mapDevice(BASE), touch(true), fork(2), stay())
                .forkedProcess()
                .thread(1, touch(false), stay())
                .run();

        run.machine()
                .devices()
                .pages(DEVICE)
                .forEach((index, frame) ->
                        assertThat(maps(run, 2, BASE + index * PAGE, frame)).isTrue());
        assertThat(run.machine().mm(2).rssPages()).isZero();
        assertThat(run.count(SIGNAL_RAISED_FIELD_NUMBER)).isZero();
        assertThat(run.machine().devices().mappings(DEVICE))
                .extracting(DeviceMemory.Mapping::mm)
                .containsExactly(1, 2);
    }

    @Test
    void revokingTakesItFromAllAndAnAccessIsSigbus() {
        RunRecord run = lab().thread(
                        0, mapDevice(BASE), touch(true), fork(2), barrier(0, 2), REVOKE, touch(false), barrier(1, 2))
                .forkedProcess()
                .thread(1, touch(true), barrier(0, 2), barrier(1, 2), touch(true), mapDevice(BASE), touch(false))
                .run();

        assertThat(run.of(SIGNAL_RAISED_FIELD_NUMBER)).hasSize(2 * PAGES).allMatch(fact -> fact.c() == SIGBUS);
        assertThat(run.machine().devices().pages(DEVICE)).hasSize(PAGES);
        assertThat(run.machine().devices().mappings(DEVICE)).isEmpty();
        assertThat(run.outcome().violations()).isEmpty();
    }

    @Test
    void revokingGivesThePagesBackAfterTheFlush() {
        RunRecord run =
                lab().thread(0, mapDevice(BASE), touch(true), REVOKE, stay()).run();

        assertThat(run.machine().devices().count()).isZero();
        long flushed = run.first(GATHER_FLUSHED_FIELD_NUMBER).seq();
        assertThat(run.of(FOLIO_FREED_FIELD_NUMBER)).hasSize(PAGES).allMatch(fact -> fact.seq() > flushed);
    }

    @Test
    void munmapFlushesBeforeTheVmaIsUnlinked() {
        RunRecord run = lab().thread(0, mapDevice(BASE), touch(true), unmap(BASE, LENGTH), stay())
                .run();

        assertThat(run.first(GATHER_FLUSHED_FIELD_NUMBER).seq())
                .isLessThan(run.first(VMA_UNLINKED_FIELD_NUMBER).seq());
        assertThat(run.machine().devices().count()).isEqualTo(PAGES);
    }

    @Test
    void itIsNeitherLockedNorPinnedNorDiscardedNorMadeToGrow() {
        RunRecord locked =
                lab().thread(0, mapDevice(BASE), lock(BASE, LENGTH), stay()).run();
        assertThat(error(locked, Operation.OP_LOCK)).isZero();
        assertThat(locked.machine().mm(1).vmas().get(BASE).has(VmFlags.VM_LOCKED))
                .isFalse();

        RunRecord pinned =
                lab().thread(0, mapDevice(BASE), pin(0, BASE, PAGE), stay()).run();
        assertThat(error(pinned, Operation.OP_PIN)).isEqualTo(EFAULT);

        for (Advice advice : new Advice[] {Advice.DONTNEED, Advice.DOFORK, Advice.POPULATE_READ, Advice.WIPEONFORK}) {
            RunRecord advised = lab().thread(0, mapDevice(BASE), madvise(BASE, LENGTH, advice), stay())
                    .run();
            assertThat(error(advised, Operation.OP_MADVISE)).as("%s", advice).isEqualTo(EINVAL);
        }

        RunRecord grown = lab().thread(
                        0, mapDevice(BASE), new Op.Remap(BASE, LENGTH, BASE + 64 * PAGE, 2 * LENGTH, false, ""), stay())
                .run();
        assertThat(error(grown, Operation.OP_REMAP)).isEqualTo(EFAULT);
    }

    @Test
    void whatMremapHasMovedIsFoundByTheDriver() {
        RunRecord run = lab().thread(
                        0,
                        mapDevice(BASE),
                        touch(true),
                        new Op.Remap(BASE, LENGTH, BASE + 64 * PAGE, LENGTH, false, ""),
                        REVOKE,
                        stay())
                .run();

        assertThat(run.machine().devices().mappings(DEVICE))
                .containsExactly(new DeviceMemory.Mapping(1, BASE + 64 * PAGE, BASE + 64 * PAGE + LENGTH));
        assertThat(run.machine().mm(1).pageTable().entry(BASE + 64 * PAGE, 0)).isZero();
    }
}
