package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.actors.Lab.BASE;
import static org.mmsim.actors.Lab.map;
import static org.mmsim.actors.Lab.stay;
import static org.mmsim.actors.Lab.touch;
import static org.mmsim.actors.Lab.unmap;
import static org.mmsim.protocol.Event.FOLIO_FREED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FUNCTION_ENTERED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TABLE_DEPOSITED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TABLE_WITHDRAWN_FIELD_NUMBER;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.mm.Mm;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.workload.Op;
import org.mmsim.protocol.Check;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.Operation;

/** A munmap that ends within a huge page. */
class SplitHugePageTest {
    private static final long HUGE = 2 * TestMachine.MIB;
    private static final long HALF = HUGE / 2;

    private static Lab lab(int basePageBytes, Op... then) {
        List<Op> program = new ArrayList<>(
                List.of(map(BASE, 3 * HUGE), touch(BASE, 3 * HUGE, HUGE), unmap(BASE + HALF, 2 * HUGE)));
        program.addAll(List.of(then));
        return new Lab().machine(m -> m.cpus(1).basePage(basePageBytes)).thread(0, program.toArray(new Op[0]));
    }

    @ParameterizedTest
    @ValueSource(ints = {4 << 10, 64 << 10})
    void whatIsLeftOfTheHugePagesIsMappedByBasePagesInTheirOldFrames(int basePageBytes) {
        RunRecord run = lab(basePageBytes, stay()).run();
        Mm mm = run.machine().mm(1);
        PageTableFormat format = mm.pageTable().format();
        long pages = HALF / basePageBytes;
        List<Long> addresses = new ArrayList<>();
        List<Long> frames = new ArrayList<>();
        mm.pageTable().leaves(BASE, BASE + 3 * HUGE, (va, level, entry) -> {
            assertThat(level).isZero();
            assertThat(format.write(entry) && format.dirty(entry) && format.young(entry))
                    .isTrue();
            addresses.add(va);
            frames.add(format.frame(entry));
        });
        List<Long> hugeFrames = run.of(PTE_SET_FIELD_NUMBER)
                .filter(f -> f.c() == 1 && format.valid(f.d()) && format.leaf(1, f.d()))
                .map(f -> format.frame(f.d()))
                .toList();

        assertThat(addresses)
                .containsExactlyElementsOf(LongStream.range(0, 2 * pages)
                        .map(i -> i < pages ? BASE + i * basePageBytes : BASE + 2 * HUGE + i * basePageBytes)
                        .boxed()
                        .toList());
        assertThat(frames)
                .containsExactlyElementsOf(LongStream.range(0, 2 * pages)
                        .map(i -> i < pages ? hugeFrames.get(0) + i : hugeFrames.get(2) + i)
                        .boxed()
                        .toList());
        assertThat(mm.rssPages()).isEqualTo(2 * pages);
        assertThat(run.broken()).containsExactly(Check.CHECK_DEADLOCK);
    }

    @ParameterizedTest
    @ValueSource(ints = {4 << 10, 64 << 10})
    void everyBasePageThatIsLeftHoldsAReferenceAndAMapping(int basePageBytes) {
        RunRecord run = lab(basePageBytes, stay()).run();
        Folios folios = run.machine().folios();
        long pages = HALF / basePageBytes;
        List<String> huge = new ArrayList<>();
        folios.forEach(frame -> {
            if (1L << folios.order(frame) == HUGE / basePageBytes) {
                huge.add(folios.refs(frame) + " references, " + folios.mapcount(frame) + " mappings");
            }
        });

        assertThat(huge)
                .as("the folio in the middle is free, the others are held by half of their pages")
                .containsExactly(
                        pages + " references, " + pages + " mappings", pages + " references, " + pages + " mappings");
    }

    @ParameterizedTest
    @ValueSource(ints = {4 << 10, 64 << 10})
    void everythingIsFreeAtTheEnd(int basePageBytes) {
        RunRecord run = lab(basePageBytes).run();

        assertThat(run.broken()).isEmpty();
        assertThat(run.machine().memory().unallocated())
                .isEqualTo(run.machine().memory().frames() - run.machine().framesKept());
    }

    @Test
    void aSplitTakesTheTableThatTheFaultDeposited() {
        RunRecord run = lab(64 << 10, stay()).run();
        List<Long> deposited =
                run.of(TABLE_DEPOSITED_FIELD_NUMBER).map(RunRecord.Happened::c).toList();

        assertThat(deposited).hasSize(3).doesNotHaveDuplicates();
        assertThat(run.of(TABLE_WITHDRAWN_FIELD_NUMBER).map(RunRecord.Happened::c))
                .containsExactlyElementsOf(deposited);
        assertThat(run.machine().mm(1).pageTable().existingTable(BASE, 0).address)
                .isEqualTo(deposited.get(0));
    }

    @Test
    void onlyHugePagesThatTheRangeCutsAreSplit() {
        RunRecord run = lab(64 << 10, stay()).run();

        assertThat(run.of(FUNCTION_ENTERED_FIELD_NUMBER)
                        .map(RunRecord.Happened::a)
                        .filter(a ->
                                a == KernelFunction.split_huge_pmd_VALUE || a == KernelFunction.zap_huge_pmd_VALUE))
                .as("the VMA is split at both ends before anything goes")
                .containsExactly(
                        (long) KernelFunction.split_huge_pmd_VALUE, (long) KernelFunction.split_huge_pmd_VALUE, (long)
                                KernelFunction.zap_huge_pmd_VALUE);
    }

    @Test
    void aFolioThatWasSplitIsFreedAsOneWhenItsLastPageGoes() {
        RunRecord run = lab(64 << 10, unmap(BASE, HALF), unmap(BASE + 2 * HUGE + HALF, HALF), stay())
                .run();

        assertThat(run.of(FOLIO_FREED_FIELD_NUMBER).filter(f -> f.b() == 5)).hasSize(3);
        assertThat(run.machine().mm(1).rssPages()).isZero();
    }

    @Test
    void aFaultInTheHoleFindsNoVmaAndOneBesideItNeedsNoFault() {
        RunRecord run = lab(64 << 10, touch(BASE, HALF, 64 << 10), touch(BASE + HALF, 1, 1), stay())
                .run();

        assertThat(run.operations(0, Operation.OP_TOUCH).stream().map(RunRecord.Performed::error))
                .containsExactly(0, 0, 14);
        assertThat(run.of(FUNCTION_ENTERED_FIELD_NUMBER).filter(f -> f.a() == KernelFunction.do_user_addr_fault_VALUE))
                .hasSize(3 + 1);
    }
}
