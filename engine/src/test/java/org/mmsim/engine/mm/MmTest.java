package org.mmsim.engine.mm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mmsim.engine.Property;
import org.mmsim.engine.pagetable.Book3s64Radix;

class MmTest {
    private static final int PAGES = 40;

    @Test
    void rangesAgreeWithOnePageAfterTheOther() {
        Property.holds(300, random -> {
            Mm mm = new Mm(1, new Book3s64Radix(4096), 4);
            int[] flags = new int[PAGES];
            for (int step = 0; step < 60; step++) {
                int from = random.nextInt(PAGES);
                int to = from + 1 + random.nextInt(PAGES - from);
                mm.unmap(from, to);
                int mapped = random.nextInt(3) == 0 ? -1 : random.nextInt(4);
                if (mapped >= 0) {
                    mm.map(new Vma(from, to, mapped, 0, 0, 0));
                }
                for (int page = from; page < to; page++) {
                    flags[page] = mapped + 1;
                }
                assertSame(mm, flags);
            }
            int from = random.nextInt(PAGES);
            int to = from + random.nextInt(PAGES - from);
            assertThat(mm.overlapping(from, to))
                    .isEqualTo(mm.vmas().values().stream()
                            .filter(vma -> from < to && vma.start() < to && vma.end() > from)
                            .toList());
        });
    }

    private static void assertSame(Mm mm, int[] flags) {
        for (int page = 0; page < PAGES; page++) {
            Vma vma = mm.find(page);
            assertThat(vma == null ? 0 : (int) vma.flags() + 1)
                    .as("page %d", page)
                    .isEqualTo(flags[page]);
        }
    }

    @Test
    void theMaskHoldsTheCpusThatWereSet() {
        Mm mm = new Mm(1, new Book3s64Radix(4096), 130);
        mm.setCpumask(0, true);
        mm.setCpumask(64, true);
        mm.setCpumask(129, true);
        mm.setCpumask(64, false);

        assertThat(mm.cpumask()).containsExactly(1, 0, 2);
        assertThat(mm.inCpumask(129)).isTrue();
        assertThat(mm.inCpumask(64)).isFalse();
    }

    @Test
    void theSharedCounterAndTheCpusCountersAreDifferentOnes() {
        Mm mm = new Mm(1, new Book3s64Radix(4096), 2);
        mm.addWalkCounter(-1, 3);
        mm.addWalkCounter(1, 5);

        assertThat(mm.walkCounter()).isEqualTo(3);
        assertThat(mm.walkCounter(0)).isZero();
        assertThat(mm.walkCounter(1)).isEqualTo(5);
    }
}
