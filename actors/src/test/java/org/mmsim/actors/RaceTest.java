package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.actors.Lab.BASE;
import static org.mmsim.actors.Lab.barrier;
import static org.mmsim.actors.Lab.compute;
import static org.mmsim.actors.Lab.map;
import static org.mmsim.actors.Lab.mapBasePages;
import static org.mmsim.actors.Lab.signal;
import static org.mmsim.actors.Lab.sleep;
import static org.mmsim.actors.Lab.touch;
import static org.mmsim.actors.Lab.unmap;
import static org.mmsim.actors.Lab.until;
import static org.mmsim.protocol.Event.SERIALISE_SKIPPED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.SERIALISE_STARTED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.WALK_ENTRY_USED_FIELD_NUMBER;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.Jitter;
import org.mmsim.engine.workload.Op;
import org.mmsim.protocol.Check;
import org.mmsim.protocol.WalkerClass;

/**
 * Walkers that keep pointers to huge entries, one thread that unmaps them, and one that maps base pages in their place.
 * A design that is wrong is caught by what breaks, never by its name; one that is right breaks nothing.
 */
class RaceTest {
    private static final int PAGES = 4;
    private static final long HUGE = 2 * TestMachine.MIB;
    private static final long LENGTH = PAGES * HUGE;

    private static Op walks(WalkerClass walker, long holdNs) {
        return new Op.Walk(BASE, LENGTH, HUGE, true, walker, holdNs, "");
    }

    /** The neighbour keeps the PMD table, so that new entries come into the slots that the walkers look at. */
    private static Lab lab(String policy, long seed) {
        long neighbour = BASE + 2 * LENGTH;
        return new Lab()
                .machine(m -> m.cpus(4)
                        .jitter(Jitter.Kind.UNIFORM, 500)
                        .cost(CostId.PTE_READ, 20)
                        .cost(CostId.ATOMIC, 20)
                        .cost(CostId.FULL_BARRIER, 10)
                        .cost(CostId.CACHE_HIT, 2)
                        .cost(CostId.STORE_DRAIN, 700))
                .walks(policy)
                .fine()
                .seed(seed)
                .thread(
                        0,
                        map(neighbour, HUGE),
                        touch(neighbour, HUGE, HUGE),
                        map(BASE, LENGTH),
                        touch(BASE, LENGTH, HUGE),
                        barrier(0, 4),
                        compute(500),
                        unmap(BASE, LENGTH),
                        signal(0))
                .thread(1, barrier(0, 4), until(0, walks(WalkerClass.WALKER_PTE_POINTER, 50), compute(200)))
                .thread(2, barrier(0, 4), until(0, walks(WalkerClass.WALKER_PTE_POINTER, 15_000), compute(100)))
                .thread(3, barrier(0, 4), sleep(1_000), mapBasePages(BASE, LENGTH), touch(BASE, LENGTH, HUGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"always", "shared-counter", "percpu-counter", "none-needed"})
    void aCorrectDesignBreaksNothing(String policy) {
        long serialised = 0;
        long skipped = 0;
        long used = 0;
        for (int seed = 0; seed < 1000; seed++) {
            RunRecord run = lab(policy, seed).run();
            assertThat(run.outcome().violations()).as("seed %d", seed).isEmpty();
            serialised += run.machine().count(SERIALISE_STARTED_FIELD_NUMBER);
            skipped += run.machine().count(SERIALISE_SKIPPED_FIELD_NUMBER);
            used += run.machine().count(WALK_ENTRY_USED_FIELD_NUMBER);
        }
        assertThat(used).as("walks that found an entry").isPositive();
        assertThat(serialised > 0).as("somebody was waited for").isEqualTo(!policy.equals("none-needed"));
        assertThat(skipped > 0).as("nobody was waited for").isEqualTo(policy.endsWith("counter"));
    }

    @ParameterizedTest
    @CsvSource({
        "shared-counter-no-walker-barrier, CHECK_WALK_COUNTER",
        "shared-counter-no-unmap-barrier, CHECK_WALK_COUNTER",
        "shared-counter-no-walker-barrier, CHECK_PTE_POINTER",
        "shared-counter-no-unmap-barrier, CHECK_PTE_POINTER",
        "never, CHECK_PTE_POINTER"
    })
    void aWrongDesignIsCaughtByWhatItBreaks(String policy, Check check) {
        Set<Check> broken = EnumSet.noneOf(Check.class);
        for (int seed = 0; seed < 300 && !broken.contains(check); seed++) {
            broken.addAll(lab(policy, seed).run().broken());
        }

        assertThat(broken).contains(check).isSubsetOf(Check.CHECK_WALK_COUNTER, Check.CHECK_PTE_POINTER);
    }

    /** Class A takes a reference and looks again, so that it needs no serialisation. */
    @ParameterizedTest
    @ValueSource(strings = {"always", "shared-counter", "none-needed", "never", "shared-counter-no-unmap-barrier"})
    void whoLooksAgainIsSafeWithEveryDesign(String policy) {
        for (int seed = 0; seed < 300; seed++) {
            Lab lab = new Lab()
                    .machine(m -> m.cpus(3).jitter(Jitter.Kind.LOGNORMAL, 900))
                    .walks(policy)
                    .fine()
                    .seed(seed)
                    .thread(
                            0,
                            map(BASE, LENGTH),
                            touch(BASE, LENGTH, HUGE),
                            barrier(0, 3),
                            unmap(BASE, LENGTH),
                            signal(0))
                    .thread(1, barrier(0, 3), until(0, walks(WalkerClass.WALKER_GUP_FAST, 300)))
                    .thread(2, barrier(0, 3), map(BASE, LENGTH), touch(BASE, LENGTH, HUGE), unmap(BASE, HUGE));
            Set<Check> broken = EnumSet.noneOf(Check.class);
            broken.addAll(lab.run().broken());
            broken.remove(Check.CHECK_WALK_COUNTER);
            assertThat(broken).as("seed %d", seed).isEmpty();
        }
    }
}
