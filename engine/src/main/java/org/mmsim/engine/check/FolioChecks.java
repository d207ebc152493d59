package org.mmsim.engine.check;

import static org.mmsim.protocol.Event.FOLIO_FREED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_REFS_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.RMAP_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.RMAP_REMOVED_FIELD_NUMBER;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mmsim.engine.event.Fact;
import org.mmsim.engine.event.Observer;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.memory.Folios;
import org.mmsim.protocol.Check;

/** References, mappings and release of folios (global rules 1 and 2, TLB-1). */
final class FolioChecks implements Observer {
    private final Folios folios;
    private final Violations violations;
    /**
     * Splits of PMD mappings under way, by folio: they add the PTE mappings before they drop the PMD's, whose
     * reference then belongs to one of them.
     */
    private final Map<Long, Integer> splitting = new TreeMap<>();

    FolioChecks(Machine machine, Violations violations) {
        this.folios = machine.folios();
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
                    splitting.merge(folios.head(f.a), 1, Integer::sum);
                }
                counts(folios.head(f.a), 0, mappings(f));
            }
            case RMAP_REMOVED_FIELD_NUMBER -> {
                if ((f.d & Machine.RMAP_PMD) != 0) {
                    splitting.computeIfPresent(f.a, (folio, splits) -> splits > 1 ? splits - 1 : null);
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

    private void counts(long folio, long refsDelta, long mapcountDelta) {
        if (folio < 0 || !folios.allocated(folio)) {
            violations.report(Check.CHECK_FOLIO_REFS, folio, 0);
            return;
        }
        long refs = folios.refs(folio) + refsDelta + splitting.getOrDefault(folio, 0);
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
            if (folios.translations(part) != 0) {
                violations.report(Check.CHECK_TLB_FRAME_REUSE, part, folios.translations(part));
            }
        }
    }
}
