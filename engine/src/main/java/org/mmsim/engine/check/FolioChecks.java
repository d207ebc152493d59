package org.mmsim.engine.check;

import static org.mmsim.protocol.Event.FOLIO_FREED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_MAPCOUNT_ADDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FOLIO_REFS_ADDED_FIELD_NUMBER;

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
        return List.of(FOLIO_REFS_ADDED_FIELD_NUMBER, FOLIO_MAPCOUNT_ADDED_FIELD_NUMBER, FOLIO_FREED_FIELD_NUMBER);
    }

    @Override
    public void observe(Fact f) {
        switch (f.type) {
            case FOLIO_REFS_ADDED_FIELD_NUMBER -> counts(f.a, folios.refs(f.a) + f.b, folios.mapcount(f.a));
            case FOLIO_MAPCOUNT_ADDED_FIELD_NUMBER -> counts(f.a, folios.refs(f.a), folios.mapcount(f.a) + f.b);
            default -> freed(f.a, f.b);
        }
    }

    private void counts(long frame, long refs, long mapcount) {
        if (!folios.allocated(frame) || mapcount < 0 || refs < mapcount) {
            violations.report(Check.CHECK_FOLIO_REFS, frame, refs - mapcount);
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
