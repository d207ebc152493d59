package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.protocol.VmstatItem;

/** Memory that is locked or pinned while other threads do what they like with it is given back in the end. */
class HeldMemoryRandomTest {
    private static final int ITERATIONS = Integer.getInteger("mmsim.fuzz.iterations", 300);
    private static final int MAX_ITERATIONS = 20_000;

    @Test
    void everythingIsGivenBackAndNoRuleIsBroken() {
        for (int seed = 0; seed < Math.min(ITERATIONS, MAX_ITERATIONS); seed++) {
            RunRecord run = HeldMemoryLab.of(seed).run();
            Machine machine = run.machine();

            assertThat(run.outcome().violations()).as("seed %d", seed).isEmpty();
            assertThat(machine.vmstat(VmstatItem.nr_mlock))
                    .as("seed %d: nr_mlock is what batches keep", seed)
                    .isEqualTo(pages(machine.folios(), PageFlags.MLOCKED));
            assertThat(machine.vmstat(VmstatItem.nr_unevictable))
                    .as("seed %d: nr_unevictable", seed)
                    .isEqualTo(pages(machine.folios(), PageFlags.UNEVICTABLE));
            assertThat(machine.vmstat(VmstatItem.nr_foll_pin_released))
                    .as("seed %d: pins", seed)
                    .isEqualTo(machine.vmstat(VmstatItem.nr_foll_pin_acquired));
        }
    }

    /** Pages of the folios that have a flag. */
    private static long pages(Folios folios, int flag) {
        long[] pages = new long[1];
        folios.forEach(folio -> pages[0] += folios.has(folio, flag) ? 1L << folios.order(folio) : 0);
        return pages[0];
    }
}
