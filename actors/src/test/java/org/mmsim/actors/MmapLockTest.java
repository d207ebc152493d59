package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.actors.Lab.BASE;
import static org.mmsim.actors.Lab.barrier;
import static org.mmsim.actors.Lab.compute;
import static org.mmsim.actors.Lab.map;
import static org.mmsim.actors.Lab.touch;
import static org.mmsim.actors.Lab.unmap;
import static org.mmsim.actors.Lab.walk;
import static org.mmsim.protocol.Event.LOCK_ACQUIRED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.LOCK_CONTENDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.LOCK_RELEASED_FIELD_NUMBER;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.LockKind;
import org.mmsim.protocol.Operation;
import org.mmsim.protocol.WalkerClass;

class MmapLockTest {
    private static final long HUGE = 2 * TestMachine.MIB;
    private static final long OTHER = BASE + 8 * HUGE;
    private static final int UNMAPPER = 0;

    /** Thread 0 unmaps; a walker keeps it busy with the pages, under the lock for reading, for 100 µs. */
    private static Lab slowMunmap() {
        return new Lab()
                .machine(m -> m.cpus(4).cost(CostId.VMA_UPDATE, 50_000))
                .thread(
                        0,
                        map(BASE, 2 * HUGE),
                        touch(BASE, 2 * HUGE, HUGE),
                        map(OTHER, HUGE),
                        barrier(0, 2),
                        compute(1_000),
                        barrier(1, 2),
                        unmap(BASE, HUGE))
                .thread(1, barrier(0, 2), walk(WalkerClass.WALKER_PTE_POINTER, BASE + HUGE, 200_000));
    }

    private static long unmapAcquired(RunRecord run, LockKind kind) {
        long begun = run.operation(UNMAPPER, Operation.OP_UNMAP).fromNs();
        return run.of(LOCK_ACQUIRED_FIELD_NUMBER)
                .filter(f -> f.a() == kind.getNumber() && f.c() == UNMAPPER && f.timeNs() >= begun)
                .findFirst()
                .orElseThrow()
                .timeNs();
    }

    @Test
    void aFaultElsewhereInTheMmWaitsUntilMunmapHasRemovedTheVmaAndNoLonger() {
        RunRecord run = slowMunmap()
                .thread(2, barrier(1, 2), compute(1_500), touch(OTHER, 1, 1))
                .run();
        RunRecord.Performed munmap = run.operation(UNMAPPER, Operation.OP_UNMAP);
        RunRecord.Performed fault = run.operation(2, Operation.OP_TOUCH);
        long downgraded = unmapAcquired(run, LockKind.LOCK_MMAP_READ);

        assertThat(fault.fromNs()).isBetween(unmapAcquired(run, LockKind.LOCK_MMAP_WRITE), downgraded);
        assertThat(fault.toNs()).isBetween(downgraded, munmap.toNs());
        assertThat(run.first(LOCK_CONTENDED_FIELD_NUMBER).c()).as("who waits").isEqualTo(2);
    }

    @Test
    void aMappingWaitsUntilMunmapIsThrough() {
        RunRecord run = slowMunmap()
                .thread(2, barrier(1, 2), compute(80_000), map(BASE + 20 * HUGE, HUGE))
                .run();
        long munmapEnd = run.operation(UNMAPPER, Operation.OP_UNMAP).toNs();

        assertThat(run.operation(2, Operation.OP_MAP).fromNs()).isLessThan(munmapEnd - 50_000);
        assertThat(run.operation(2, Operation.OP_MAP).toNs()).isGreaterThan(munmapEnd);
    }

    @Test
    void aReaderDoesNotOvertakeAWriterThatWaits() {
        RunRecord run = slowMunmap()
                .thread(2, barrier(1, 2), compute(80_000), map(BASE + 20 * HUGE, HUGE))
                .thread(3, compute(250_000), touch(OTHER, 1, 1))
                .run();

        assertThat(run.operation(3, Operation.OP_TOUCH).fromNs())
                .isBetween(
                        run.operation(2, Operation.OP_MAP).fromNs(),
                        run.operation(UNMAPPER, Operation.OP_UNMAP).toNs());
        assertThat(run.operation(3, Operation.OP_TOUCH).toNs())
                .isGreaterThan(run.operation(2, Operation.OP_MAP).toNs() - 1_000);
        assertThat(run.of(LOCK_ACQUIRED_FIELD_NUMBER)
                        .filter(f -> f.timeNs()
                                > run.operation(3, Operation.OP_TOUCH).fromNs())
                        .filter(f -> f.a() == LockKind.LOCK_MMAP_READ_VALUE || f.a() == LockKind.LOCK_MMAP_WRITE_VALUE)
                        .limit(2)
                        .map(RunRecord.Happened::c))
                .containsExactly(2L, 3L);
    }

    @Test
    void faultsOfSeveralThreadsHoldTheLockTogether() {
        RunRecord run = new Lab()
                .machine(m -> m.cpus(2))
                .thread(0, map(BASE, 4 * HUGE), barrier(0, 2), touch(BASE, 1, 1))
                .thread(1, barrier(0, 2), touch(BASE + HUGE, 1, 1))
                .run();
        RunRecord.Performed first = run.operation(0, Operation.OP_TOUCH);
        RunRecord.Performed second = run.operation(1, Operation.OP_TOUCH);

        assertThat(second.fromNs()).isLessThan(first.toNs());
        assertThat(first.fromNs()).isLessThan(second.toNs());
        assertThat(run.of(LOCK_CONTENDED_FIELD_NUMBER).filter(f -> f.a() == LockKind.LOCK_MMAP_READ_VALUE))
                .isEmpty();
    }

    @Test
    void underAnyTimingLocksExcludeAndAreGivenInTheOrderOfAsking() {
        for (int seed = 0; seed < 300; seed++) {
            RunRecord run = RandomLab.of(seed).run();
            LockModel model = new LockModel(seed);
            run.facts().forEach(model::observe);
            assertThat(model.held).as("seed %d: locks held at the end", seed).isEmpty();
        }
    }

    /** The rules of a lock, on the facts alone. */
    private static final class LockModel {
        private final int seed;
        private final Map<String, Deque<String>> waiting = new TreeMap<>();
        private final Map<String, List<String>> held = new TreeMap<>();
        /** The last release: its number and whose it was. */
        private String released = "";

        LockModel(int seed) {
            this.seed = seed;
        }

        void observe(RunRecord.Happened fact) {
            boolean read = fact.a() == LockKind.LOCK_MMAP_READ_VALUE;
            String lock = (read ? LockKind.LOCK_MMAP_WRITE_VALUE : fact.a()) + "/" + fact.b();
            String holder = (read ? "reader " : "writer ") + fact.c();
            switch (fact.type()) {
                case LOCK_CONTENDED_FIELD_NUMBER -> {
                    Deque<String> queue = waiting.computeIfAbsent(lock, l -> new ArrayDeque<>());
                    assertThat(queue).as("seed %d: %s", seed, fact).doesNotContain(holder);
                    queue.addLast(holder);
                }
                case LOCK_ACQUIRED_FIELD_NUMBER -> acquired(fact, lock, holder, read);
                case LOCK_RELEASED_FIELD_NUMBER -> {
                    assertThat(held.get(lock)).as("seed %d: %s", seed, fact).contains(holder);
                    held.get(lock).remove(holder);
                    held.remove(lock, List.of());
                    released = fact.seq() + " " + holder;
                }
                default -> {
                    // Other facts have nothing to do with locks.
                }
            }
        }

        private void acquired(RunRecord.Happened fact, String lock, String holder, boolean read) {
            Deque<String> queue = waiting.getOrDefault(lock, new ArrayDeque<>());
            List<String> holders = held.computeIfAbsent(lock, l -> new ArrayList<>());
            assertThat(holders)
                    .as("seed %d: %s", seed, fact)
                    .allSatisfy(other ->
                            assertThat(read && other.startsWith("reader")).isTrue());
            boolean downgrade = read && released.equals(fact.seq() - 1 + " writer " + fact.c());
            if (!queue.isEmpty() && !downgrade) {
                assertThat(queue.removeFirst()).as("seed %d: %s", seed, fact).isEqualTo(holder);
            }
            holders.add(holder);
        }
    }
}
