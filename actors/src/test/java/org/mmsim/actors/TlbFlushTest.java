package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.actors.Lab.BASE;
import static org.mmsim.actors.Lab.barrier;
import static org.mmsim.actors.Lab.compute;
import static org.mmsim.actors.Lab.map;
import static org.mmsim.actors.Lab.mapBasePages;
import static org.mmsim.actors.Lab.stay;
import static org.mmsim.actors.Lab.touch;
import static org.mmsim.actors.Lab.unmap;
import static org.mmsim.protocol.Event.FOLIO_REFS_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TLBI_ACKNOWLEDGED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TLB_INSTRUCTION_ISSUED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TLB_INVALIDATED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.TLB_LEAVES_INVALIDATED_FIELD_NUMBER;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.workload.Op;
import org.mmsim.protocol.Event;
import org.mmsim.protocol.Operation;
import org.mmsim.protocol.TlbInstruction;

class TlbFlushTest {
    private static final long PAGE = 64 * TestMachine.KIB;
    private static final long HUGE = 2 * TestMachine.MIB;

    /** Another page in the same tables, so that they stay and the flush is of pages alone. */
    private static final Op[] NEIGHBOUR = {mapBasePages(BASE, PAGE), touch(BASE, PAGE, PAGE)};

    private static final long PAGES = BASE + 64 * PAGE;

    /** Unmaps base pages of an mm that the other CPUs have run, or not. */
    private static RunRecord unmapPages(int pages, int otherCpus) {
        Lab lab = new Lab()
                .machine(m -> m.cpus(4))
                .thread(
                        0,
                        NEIGHBOUR[0],
                        NEIGHBOUR[1],
                        mapBasePages(PAGES - PAGE, (pages + 2) * PAGE),
                        touch(PAGES - PAGE, (pages + 2) * PAGE, PAGE),
                        barrier(0, 1 + otherCpus),
                        compute(10_000),
                        unmap(PAGES, pages * PAGE),
                        stay());
        for (int cpu = 1; cpu <= otherCpus; cpu++) {
            lab.thread(cpu, barrier(0, 1 + otherCpus), compute(10), stay());
        }
        return lab.run();
    }

    /** What CPU 0 executed. */
    private static List<TlbInstruction> instructions(RunRecord run) {
        return run.of(TLB_INSTRUCTION_ISSUED_FIELD_NUMBER, 0)
                .map(f -> TlbInstruction.forNumber((int) f.a()))
                .toList();
    }

    private static List<RunRecord.Happened> invalidations(RunRecord run) {
        return Stream.concat(run.of(TLB_INVALIDATED_FIELD_NUMBER), run.of(TLB_LEAVES_INVALIDATED_FIELD_NUMBER))
                .sorted(Comparator.comparing(RunRecord.Happened::seq))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "33, 33", "34, 1", "200, 1"})
    void aBroadcastNamesPagesUpTo33AndTheAddressSpaceBeyond(int pages, int instructions) {
        RunRecord run = unmapPages(pages, 1);

        assertThat(instructions(run))
                .hasSize(instructions)
                .containsOnly(
                        pages > 33
                                ? TlbInstruction.tlbie_pid_all
                                : pages > 1 ? TlbInstruction.tlbie_va_all : TlbInstruction.tlbie_va);
    }

    @Test
    void aBroadcastReachesEveryTlbAndIsWaitedFor() {
        RunRecord run = unmapPages(2, 1);
        long lastAnswer = run.of(TLBI_ACKNOWLEDGED_FIELD_NUMBER, 0)
                .mapToLong(RunRecord.Happened::seq)
                .max()
                .orElseThrow();

        assertThat(invalidations(run).stream().map(RunRecord.Happened::index))
                .containsExactlyInAnyOrder(0, 1, 2, 3, 0, 1, 2, 3);
        assertThat(run.of(TLBI_ACKNOWLEDGED_FIELD_NUMBER, 0)).hasSize(8);
        assertThat(run.of(FOLIO_REFS_ADDED_FIELD_NUMBER).filter(f -> f.b() < 0).findFirst())
                .hasValueSatisfying(released -> assertThat(released.seq()).isGreaterThan(lastAnswer));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "256, 256", "257, 1"})
    void anMmOfThisCpuAloneIsFlushedHereUpTo256PagesByPage(int pages, int instructions) {
        RunRecord run = unmapPages(pages, 0);

        assertThat(instructions(run))
                .allSatisfy(i ->
                        assertThat(i).isEqualTo(pages > 256 ? TlbInstruction.tlbiel_pid : TlbInstruction.tlbiel_va));
        assertThat(invalidations(run))
                .hasSize(instructions)
                .allSatisfy(f -> assertThat(f.index()).isZero());
    }

    @Test
    void theFlushBeginsWhereTheUnmappedTablesBegin() {
        long va = BASE + 5 * HUGE + 7 * PAGE;
        RunRecord run = new Lab()
                .machine(m -> m.cpus(2))
                .thread(
                        0,
                        NEIGHBOUR[0],
                        NEIGHBOUR[1],
                        mapBasePages(va, PAGE),
                        touch(va, PAGE, PAGE),
                        barrier(0, 2),
                        compute(10_000),
                        unmap(va, PAGE),
                        stay())
                .thread(1, barrier(0, 2), compute(10), stay())
                .run();

        assertThat(run.of(TLB_INSTRUCTION_ISSUED_FIELD_NUMBER).map(RunRecord.Happened::c))
                .as("from the table's first page to the one that was mapped")
                .startsWith(
                        BASE + 5 * HUGE,
                        BASE + 5 * HUGE + PAGE,
                        BASE + 5 * HUGE + 2 * PAGE,
                        BASE + 5 * HUGE + 3 * PAGE,
                        BASE + 5 * HUGE + 4 * PAGE,
                        BASE + 5 * HUGE + 5 * PAGE,
                        BASE + 5 * HUGE + 6 * PAGE,
                        va);
        assertThat(instructions(run)).allSatisfy(i -> assertThat(i).isEqualTo(TlbInstruction.tlbie_va_all));
    }

    @Test
    void hugeAndBasePagesAreFlushedApart() {
        RunRecord run = new Lab()
                .machine(m -> m.cpus(2))
                .thread(
                        0,
                        map(BASE, 2 * HUGE + PAGE),
                        touch(BASE, HUGE, HUGE),
                        touch(BASE + 2 * HUGE, PAGE, PAGE),
                        barrier(0, 2),
                        compute(10_000),
                        unmap(BASE, 2 * HUGE + PAGE),
                        stay())
                .thread(1, barrier(0, 2), compute(10), stay())
                .walks("none-needed")
                .run();

        assertThat(invalidations(run).stream().filter(f -> f.index() == 0).map(RunRecord.Happened::c))
                .as("at once, for the gather of huge pages, for the gather of base pages and tables")
                .startsWith(HUGE, HUGE)
                .last()
                .isNotEqualTo(HUGE);
    }

    @Test
    void theWholeProcessGoesWithOneInvalidation() {
        RunRecord run = new Lab()
                .machine(m -> m.cpus(2))
                .walks("none-needed")
                .thread(0, map(BASE, 4 * HUGE), touch(BASE, 4 * HUGE, HUGE), barrier(0, 2), compute(10_000))
                .thread(1, barrier(0, 2))
                .run();

        assertThat(instructions(run)).containsExactly(TlbInstruction.tlbie_pid_all);
        assertThat(run.broken()).isEmpty();
    }

    @Test
    void aFlushTakesTheSlowestTlbsAnswer() {
        Lab lab = new Lab()
                .machine(m -> m.cpus(3)
                        .allCosts(0)
                        .cost(CostId.TLBI_ISSUE, 10)
                        .cost(CostId.TLBI_WIRE, 300)
                        .cost(CostId.TLB_INVALIDATE, 40)
                        .cost(CostId.TLB_SYNC, 25))
                .thread(
                        0,
                        NEIGHBOUR[0],
                        NEIGHBOUR[1],
                        mapBasePages(PAGES, 2 * PAGE),
                        touch(PAGES, 2 * PAGE, PAGE),
                        barrier(0, 2),
                        unmap(PAGES, 2 * PAGE))
                .thread(1, barrier(0, 2), compute(10_000));
        RunRecord run = lab.run();

        // ptesync, the first tlbie and its way there, the second one's turn behind it, and the way back
        assertThat(run.operation(0, Operation.OP_UNMAP).ns()).isEqualTo(25 + 10 + 300 + 40 + 40 + 300);
    }

    @Test
    void touchFindsItsTranslationUntilAFlushOrAnotherTakesItAway() {
        RunRecord run = new Lab()
                .machine(m -> m.cpus(1).allCosts(0).tlb(4, 4))
                .thread(
                        0,
                        mapBasePages(BASE, 5 * PAGE),
                        touch(BASE, 4 * PAGE, PAGE),
                        touch(BASE, 4 * PAGE, PAGE),
                        touch(BASE + 4 * PAGE, 1, 1),
                        touch(BASE, 1, 1),
                        stay())
                .run();

        assertThat(run.of(Event.TLB_FILLED_FIELD_NUMBER).map(f -> (f.b() - BASE) / PAGE))
                .containsExactly(0L, 1L, 2L, 3L, 4L, 0L);
    }
}
