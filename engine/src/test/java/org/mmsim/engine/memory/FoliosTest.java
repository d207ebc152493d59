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
                assertThat(folios.head(frame)).as("head of %d", frame).isEqualTo(headOf(frame, orderOfHead));
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
        folios.mapPtes(8, 2, 1);
        folios.free(8);
        folios.allocate(8, 0);

        assertThat(folios.refs(8)).isEqualTo(1);
        assertThat(folios.mapcount(8)).isZero();
        assertThat(folios.order(8)).isZero();
    }

    @Test
    void everyPageOfALargeFolioCountsItsOwnMappings() {
        Folios folios = new Folios(FRAMES);
        folios.allocate(16, 4);
        folios.mapPtes(16, 16, 1);
        folios.mapPtes(20, 2, 2);
        folios.unmapPtes(16, 1, 1);

        LargeFolio large = folios.large(16);
        assertThat(folios.pageMapcount(16)).isZero();
        assertThat(folios.pageMapcount(20)).isEqualTo(2);
        assertThat(folios.mapcount(16)).isEqualTo(17).isEqualTo(large.largeMapcount());
        assertThat(large.nrPagesMapped()).isEqualTo(15);
        assertThat(large.owners().maybeShared()).isTrue();

        folios.unmapPtes(17, 15, 1);
        assertThat(large.owners().maybeShared()).as("all mappings are mm 2's").isFalse();
    }

    @Test
    void aPmdMappingCountsOnceForTheWhole() {
        Folios folios = new Folios(FRAMES);
        folios.allocate(512, 9);
        folios.mapPmd(512, 1, 1);
        folios.mapPtes(512, 512, 1);
        folios.mapPmd(512, -1, 1);

        assertThat(folios.large(512).entireMapcount()).isZero();
        assertThat(folios.large(512).nrPagesMapped()).isEqualTo(512);
        assertThat(folios.mapcount(512)).isEqualTo(512);
        assertThat(folios.large(512).owners().maybeShared()).isFalse();
    }

    @Test
    void thePagesOfASplitFolioKeepItsStateAndHaveAReferenceEach() {
        Folios folios = new Folios(FRAMES);
        folios.allocate(16, 4);
        folios.addRefs(16, 2);
        folios.setFlags(16, PageFlags.ANON | PageFlags.DIRTY | PageFlags.PARTIALLY_MAPPED);
        folios.split(16, 0);

        assertThat(folios.order(18)).isZero();
        assertThat(folios.head(18)).isEqualTo(18);
        assertThat(folios.flags(18)).isEqualTo(PageFlags.ANON | PageFlags.DIRTY);
        assertThat(folios.refs(18)).isEqualTo(1);
        assertThat(folios.refs(16))
                .as("the references on the whole are the first page's")
                .isEqualTo(3);
        assertThat(folios.mapcount(18)).isZero();
    }

    @Test
    void thePartsOfASplitFolioKnowTheirOwnPageOffsetAndTheirFamily() {
        Folios folios = new Folios(FRAMES);
        folios.allocate(16, 4);
        folios.index(16, 1000, 7);
        folios.split(16, 2);

        assertThat(folios.large(16).index()).isEqualTo(1000);
        assertThat(folios.large(24).index()).isEqualTo(1008);
        assertThat(folios.large(24).anonVma()).isEqualTo(7);
        assertThat(folios.order(24)).isEqualTo(2);
    }

    @Test
    void foliosAreVisitedInOrderOfFrames() {
        Folios folios = new Folios(FRAMES);
        folios.allocate(9999, 0);
        folios.allocate(16, 4);
        folios.allocate(4096, 2);
        folios.addRefs(4096, 1);
        folios.mapPtes(16, 7, 1);
        List<String> visited = new ArrayList<>();

        folios.forEach(frame -> visited.add(
                frame + "/" + folios.order(frame) + "/" + folios.refs(frame) + "/" + folios.mapcount(frame)));

        assertThat(visited).containsExactly("16/4/1/7", "4096/2/2/0", "9999/0/1/0");
    }
}
