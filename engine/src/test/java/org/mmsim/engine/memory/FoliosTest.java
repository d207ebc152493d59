package org.mmsim.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.Property;

class FoliosTest {
    private static final int MAX_ORDER = 4;
    private static final int FRAMES = 10_000;

    @Test
    void everyFrameKnowsTheHeadOfItsFolio() {
        Property.holds(100, random -> {
            Folios folios = new Folios(FRAMES);
            Map<Long, Integer> orderOfHead = new TreeMap<>();
            for (int i = 0; i < 200; i++) {
                int order = random.nextInt(MAX_ORDER + 1);
                long head = 4000L + random.nextInt(200) & -1L << order;
                if (headOf(head, orderOfHead) < 0
                        && headOf(head + (1L << order) - 1, orderOfHead) < 0
                        && orderOfHead.keySet().stream().noneMatch(h -> h >= head && h < head + (1L << order))) {
                    folios.allocate(head, order);
                    orderOfHead.put(head, order);
                } else if (orderOfHead.containsKey(head)) {
                    folios.free(head);
                    orderOfHead.remove(head);
                }
            }
            for (long frame = 3990; frame < 4210; frame++) {
                assertThat(folios.head(frame, MAX_ORDER))
                        .as("head of %d", frame)
                        .isEqualTo(headOf(frame, orderOfHead));
                assertThat(folios.allocated(frame)).isEqualTo(orderOfHead.containsKey(frame));
            }
        });
    }

    private static long headOf(long frame, Map<Long, Integer> orderOfHead) {
        for (Map.Entry<Long, Integer> folio : orderOfHead.entrySet()) {
            if (frame >= folio.getKey() && frame < folio.getKey() + (1L << folio.getValue())) {
                return folio.getKey();
            }
        }
        return -1;
    }

    @Test
    void aNewFolioHasTheAllocatorsReferenceAndNoMapping() {
        Folios folios = new Folios(FRAMES);
        folios.allocate(8, 3);
        folios.addRefs(8, 5);
        folios.addMapcount(8, 2);
        folios.free(8);
        folios.allocate(8, 0);

        assertThat(folios.refs(8)).isEqualTo(1);
        assertThat(folios.mapcount(8)).isZero();
        assertThat(folios.order(8)).isZero();
    }

    @Test
    void foliosAreVisitedInOrderOfFrames() {
        Folios folios = new Folios(FRAMES);
        folios.allocate(9999, 0);
        folios.allocate(16, 4);
        folios.allocate(4096, 2);
        folios.addRefs(4096, 1);
        folios.addMapcount(16, 7);
        List<String> visited = new ArrayList<>();

        folios.forEach(
                (frame, order, refs, mapcount) -> visited.add(frame + "/" + order + "/" + refs + "/" + mapcount));

        assertThat(visited).containsExactly("16/4/1/7", "4096/2/2/0", "9999/0/1/0");
    }

    @Test
    void translationsOutliveTheFolioThatTheyPointTo() {
        Folios folios = new Folios(FRAMES);
        folios.allocate(3, 0);
        folios.addTranslations(3, 2);
        folios.free(3);
        folios.addTranslations(3, -1);

        assertThat(folios.translations(3)).isEqualTo(1);
    }
}
