package org.mmsim.engine.pagetable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmsim.engine.Property;

class PageTableTest {
    private static final long ROOT_ADDRESS = 0x10_0000;

    private static PageTable empty(PageTableFormat format) {
        PageTable table = new PageTable(format);
        table.setRoot(ROOT_ADDRESS);
        return table;
    }

    /** Links every table down to the one whose entries are of {@code level}. */
    private static void link(PageTable pageTable, long va, int level) {
        PageTableFormat format = pageTable.format();
        for (int above = format.levels() - 1; above > level; above--) {
            if (pageTable.entry(va, above) == 0) {
                pageTable.set(va, above, format.table(above, 0x20_0000L + above * 0x1_0000L));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4 << 10, 64 << 10})
    void agreesWithAMapOfLeaves(int basePageBytes) {
        PageTableFormat format = new Book3s64Radix(basePageBytes);
        Property.holds(50, random -> {
            PageTable pageTable = empty(format);
            NavigableMap<Long, Long> basePages = new TreeMap<>();
            NavigableMap<Long, Long> hugePages = new TreeMap<>();
            for (int step = 0; step < 300; step++) {
                long va = address(random, format);
                long huge = va & -format.span(1);
                boolean hasBasePages =
                        !basePages.subMap(huge, huge + format.span(1)).isEmpty();
                if (random.nextInt(4) == 0) {
                    clear(pageTable, va, basePages, hugePages);
                } else if (random.nextBoolean() && !hasBasePages) {
                    link(pageTable, va, 1);
                    pageTable.set(huge, 1, Leaves.of(format, 1, step, true));
                    hugePages.put(huge, Leaves.of(format, 1, step, true));
                } else if (!hugePages.containsKey(huge)) {
                    link(pageTable, va, 0);
                    pageTable.set(va, 0, Leaves.of(format, 0, step, true));
                    basePages.put(va, Leaves.of(format, 0, step, true));
                }
                long looked = address(random, format);
                Long hugeLeaf = hugePages.get(looked & -format.span(1));
                long expected = hugeLeaf != null ? hugeLeaf : basePages.getOrDefault(looked, 0L);
                assertThat(pageTable.leaf(looked + 3)).isEqualTo(expected);
                assertThat(pageTable.leafLevel(looked)).isEqualTo(expected == 0 ? -1 : hugeLeaf != null ? 1 : 0);
            }
            assertLeaves(pageTable, basePages, hugePages, random);
        });
    }

    private static void clear(PageTable pageTable, long va, Map<Long, Long> basePages, Map<Long, Long> hugePages) {
        long huge = va & -pageTable.format().span(1);
        if (hugePages.remove(huge) != null) {
            pageTable.set(huge, 1, 0);
        } else if (basePages.remove(va) != null) {
            pageTable.set(va, 0, 0);
        }
    }

    private static void assertLeaves(
            PageTable pageTable, Map<Long, Long> basePages, Map<Long, Long> hugePages, Random random) {
        PageTableFormat format = pageTable.format();
        long from = address(random, format);
        long to = Math.max(from, address(random, format));
        List<String> expected = new ArrayList<>();
        TreeMap<Long, Long> all = new TreeMap<>(basePages);
        all.putAll(hugePages);
        all.forEach((va, entry) -> {
            int level = hugePages.containsKey(va) ? 1 : 0;
            if (va < to && va + format.span(level) > from) {
                expected.add(va + "/" + level + "/" + entry);
            }
        });
        List<String> leaves = new ArrayList<>();
        pageTable.leaves(from, to, (va, level, entry) -> {
            if (entry != 0 && format.leaf(level, entry)) {
                leaves.add(va + "/" + level + "/" + entry);
            }
        });
        assertThat(leaves).containsExactlyElementsOf(expected);
    }

    /** A few pages in a few tables of every level, up to the last one of the address space. */
    private static long address(Random random, PageTableFormat format) {
        long va = 0;
        for (int level = 0; level < format.levels(); level++) {
            int last = (1 << format.indexBits(level)) - 1;
            va += format.span(level) * (random.nextBoolean() ? random.nextInt(2) : last);
        }
        return va;
    }

    @Test
    void aTableEntryBringsAnEmptyTableAndItsRemovalTakesItAway() {
        PageTableFormat format = new Book3s64Radix(4 << 10);
        PageTable pageTable = empty(format);
        long va = 5 * format.span(3) + 6 * format.span(2) + 7 * format.span(1);
        link(pageTable, va, 0);

        assertThat(pageTable.existingTable(va, 0).empty()).isTrue();
        assertThat(pageTable.existingTable(va, 0).va).isEqualTo(va);
        assertThat(pageTable.existingTable(va, 2).va).isEqualTo(5 * format.span(3));
        assertThat(pageTable.root().address).isEqualTo(ROOT_ADDRESS);

        pageTable.set(va, 1, 0);
        assertThat(pageTable.table(va, 0)).isNull();
        assertThat(pageTable.entry(va, 0)).isZero();
        assertThat(pageTable.existingTable(va, 1).empty()).isTrue();
    }

    @Test
    void aPteTableHoldsNoTables() {
        PageTableFormat format = new Book3s64Radix(4 << 10);
        PageTable pageTable = empty(format);
        link(pageTable, 0, 0);

        assertThatThrownBy(() -> pageTable.set(0, 0, format.table(1, 0x1000)))
                .hasMessageContaining("a table entry in a PTE table");
    }
}
