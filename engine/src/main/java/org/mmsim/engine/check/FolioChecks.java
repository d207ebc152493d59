package org.mmsim.engine.check;

import static org.mmsim.protocol.Event.FOLIO_FREED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_REFS_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.RMAP_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.RMAP_REMOVED_FIELD_NUMBER;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mmsim.engine.event.Fact;
import org.mmsim.engine.event.Observer;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.tlb.TranslationCounts;
import org.mmsim.protocol.Check;

/** References, mappings and release of folios (global rules 1 and 2, TLB-1). */
final class FolioChecks implements Observer {
    private final Folios folios;
    private final TranslationCounts translations;
    private final Violations violations;
    /**
     * Address spaces in which a folio's PMD mapping is being split: that adds the PTE mappings before it drops the PMD's, whose
     * reference then belongs to one of them.
     */
    private final Map<Long, Set<Long>> splitting = new TreeMap<>();

    FolioChecks(Machine machine, Violations violations) {
        this.folios = machine.folios();
        translations = machine.translations();
        this.violations = violations;
    }

    @Override
    public List<Integer> types() {
        return List.of(
                FOLIO_REFS_ADDED_FIELD_NUMBER,
                RMAP_ADDED_FIELD_NUMBER,
                RMAP_REMOVED_FIELD_NUMBER,
                FOLIO_FREED_FIELD_NUMBER);
    }

    @Override
    public void observe(Fact f) {
        switch (f.type) {
            case FOLIO_REFS_ADDED_FIELD_NUMBER -> counts(f.a, f.b, 0);
            case RMAP_ADDED_FIELD_NUMBER -> {
                if (splitsPmd(f)) {
                    splitting
                            .computeIfAbsent(folios.head(f.a), folio -> new TreeSet<>())
                            .add(f.c);
                }
                counts(folios.head(f.a), 0, mappings(f));
            }
            case RMAP_REMOVED_FIELD_NUMBER -> {
                if ((f.d & Machine.RMAP_PMD) != 0) {
                    endSplit(f.a, f.c);
                }
                counts(folios.head(f.a), 0, -mappings(f));
            }
            default -> freed(f.a, f.b);
        }
    }

    private static long mappings(Fact f) {
        return (f.d & Machine.RMAP_PMD) != 0 ? 1 : f.b;
    }

    private boolean splitsPmd(Fact f) {
        long folio = folios.head(f.a);
        return (f.d & (Machine.RMAP_PMD | Machine.RMAP_NEW | Machine.RMAP_DUPLICATED)) == 0
                && folios.order(folio) > 0
                && folios.large(folio).entireMapcount() > 0;
    }

    private void endSplit(long folio, long mm) {
        Set<Long> spaces = splitting.get(folio);
        if (spaces != null && spaces.remove(mm) && spaces.isEmpty()) {
            splitting.remove(folio);
        }
    }

    private int splits(long folio) {
        Set<Long> spaces = splitting.get(folio);
        return spaces == null ? 0 : spaces.size();
    }

    private void counts(long folio, long refsDelta, long mapcountDelta) {
        if (folio < 0 || !folios.allocated(folio)) {
            violations.report(Check.CHECK_FOLIO_REFS, folio, 0);
            return;
        }
        long refs = folios.refs(folio) + refsDelta + splits(folio);
        long mapcount = folios.mapcount(folio) + mapcountDelta;
        if (mapcount < 0 || refs < mapcount) {
            violations.report(Check.CHECK_FOLIO_REFS, folio, refs - mapcount);
        }
    }

    private void freed(long frame, long order) {
        if (!folios.allocated(frame) || folios.refs(frame) != 0 || folios.mapcount(frame) != 0) {
            violations.report(Check.CHECK_FRAME_CONSERVATION, frame, folios.refs(frame));
        }
        for (long part = frame; part < frame + (1L << order); part++) {
            if (translations.of(part) != 0) {
                violations.report(Check.CHECK_TLB_FRAME_REUSE, part, translations.of(part));
            }
        }
    }
}
