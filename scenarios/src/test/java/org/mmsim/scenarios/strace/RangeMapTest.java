package org.mmsim.scenarios.strace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RangeMapTest {

    private static final int PAGES = 32;

    @Test
    void aRangeMapIsAsGoodAsAnArrayOfPages() {
        Random random = new Random(7);
        RangeMap<Integer> map = new RangeMap<>();
        int[] pages = new int[PAGES];
        for (int round = 1; round <= 5_000; round++) {
            int first = random.nextInt(PAGES - 1);
            int end = first + 1 + random.nextInt(PAGES - first - 1);
            int value = random.nextBoolean() ? round : 0;
            for (int page = first; page < end; page++) {
                pages[page] = value;
            }
            if (value == 0) {
                map.remove(range(first, end));
            } else {
                map.put(range(first, end), value);
            }
            int from = random.nextInt(PAGES - 1);
            int to = from + 1 + random.nextInt(PAGES - from - 1);
            assertThat(spread(map, from, to)).isEqualTo(slice(pages, from, to));
        }
    }

    private static AddressRange range(int firstPage, int endPage) {
        return new AddressRange((1L + firstPage) << 16, (1L + endPage) << 16);
    }

    private static List<Integer> spread(RangeMap<Integer> map, int from, int to) {
        List<Integer> values = new ArrayList<>(Collections.nCopies(to - from, 0));
        for (RangeMap.Piece<Integer> piece : map.in(range(from, to))) {
            int first = (int) (piece.range().start() >> 16) - 1;
            int end = (int) (piece.range().end() >> 16) - 1;
            for (int page = first; page < end; page++) {
                values.set(page - from, piece.value());
            }
        }
        return values;
    }

    private static List<Integer> slice(int[] pages, int from, int to) {
        List<Integer> values = new ArrayList<>();
        for (int page = from; page < to; page++) {
            values.add(pages[page]);
        }
        return values;
    }
}
