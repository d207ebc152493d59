package org.mmsim.engine.cpu;

import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.LargeFolio;
import org.mmsim.engine.memory.PageFlags;

/** When a write may reuse a page of a large folio that is not marked exclusive (wp_can_reuse_anon_folio). */
public enum WpReuse {
    LAST_REFERENCE("last-reference", "a page of a large folio if it is the folio's last reference (5.19 to 6.6)") {
        @Override
        public boolean canReuseLarge(Folios folios, long folio) {
            return folios.refs(folio) == 1;
        }
    },
    EXCLUSIVE_ONLY("exclusive-only", "never a page of a large folio that is not exclusive (6.7 to 6.14)") {
        @Override
        public boolean canReuseLarge(Folios folios, long folio) {
            return false;
        }
    },
    MM_OWNER("mm-owner", "a page of a large folio that one mm maps and nobody else references (6.15 on)") {
        @Override
        public boolean canReuseLarge(Folios folios, long folio) {
            LargeFolio large = folios.large(folio);
            // With one page left a copy frees the rest of the folio.
            return large.largeMapcount() > 1
                    && !large.owners().maybeShared()
                    && !folios.has(folio, PageFlags.SWAPCACHE)
                    && folios.refs(folio) == large.largeMapcount();
        }
    };

    private final String label;
    private final String description;

    WpReuse(String label, String description) {
        this.label = label;
        this.description = description;
    }

    /** Whether a page of the folio, which is large and anonymous, may be written where it is. */
    public abstract boolean canReuseLarge(Folios folios, long folio);

    /** The name in scenarios. */
    public String label() {
        return label;
    }

    /** What it does, in a line. */
    public String description() {
        return description;
    }
}
