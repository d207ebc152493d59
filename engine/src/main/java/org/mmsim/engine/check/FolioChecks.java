package org.mmsim.engine.check;

import static org.mmsim.protocol.Event.FOLIO_FREED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_REFS_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.RMAP_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.RMAP_REMOVED_FIELD_NUMBER;

import java.util.List;
import org.mmsim.engine.event.Fact;
import org.mmsim.engine.event.Observer;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.memory.Folios;
import org.mmsim.protocol.Check;

/** References, mappings and release of folios (global rules 1 and 2, TLB-1). */
final class FolioChecks implements Observer {
    private final Folios folios;
    private final Violations violations;

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
            case RMAP_ADDED_FIELD_NUMBER -> counts(folios.head(f.a), splitsPmd(f) ? 1 : 0, mappings(f));
            case RMAP_REMOVED_FIELD_NUMBER -> counts(folios.head(f.a), 0, -mappings(f));
            default -> freed(f.a, f.b);
        }
    }

    private static long mappings(Fact f) {
        return (f.d & Machine.RMAP_PMD) != 0 ? 1 : f.b;
    }

    /** A split adds the PTE mappings before it drops the PMD's, whose reference then belongs to one of them. */
    private static boolean splitsPmd(Fact f) {
        return (f.d & (Machine.RMAP_PMD | Machine.RMAP_NEW | Machine.RMAP_DUPLICATED)) == 0;
    }

    private void counts(long folio, long refsDelta, long mapcountDelta) {
        if (folio < 0 || !folios.allocated(folio)) {
            violations.report(Check.CHECK_FOLIO_REFS, folio, 0);
            return;
        }
        long refs = folios.refs(folio) + refsDelta;
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
