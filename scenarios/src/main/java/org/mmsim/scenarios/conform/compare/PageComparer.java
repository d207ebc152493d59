package org.mmsim.scenarios.conform.compare;

import static org.mmsim.scenarios.conform.recording.CompactJson.quoted;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.conform.compare.Mismatch.Place;
import org.mmsim.scenarios.conform.recording.PageRun;
import org.mmsim.scenarios.conform.recording.RegionState;

/** Compares what pagemap, kpageflags and kpagecount say about the pages of a region. */
final class PageComparer {
    private static final String KSM = "ksm";

    private final Comparison comparison;
    private final FolioIdentities identities;
    private final boolean ksmFlagMeansNothing;

    PageComparer(Comparison comparison, FolioIdentities identities, boolean ksmFlagMeansNothing) {
        this.comparison = comparison;
        this.identities = identities;
        this.ksmFlagMeansNothing = ksmFlagMeansNothing;
    }

    void compare(Place place, RegionState real, @Nullable RegionState simulated) {
        List<PageRun> runs = real.pages();
        if (runs == null) {
            return;
        }
        List<PageRun> others = simulated == null ? null : simulated.pages();
        Segments.forEach(
                runs,
                others == null ? List.of() : others,
                (from, to, a, b) -> segment(place, from, to, a, b, others != null));
    }

    /**
     * @param modelled whether a page that is in no simulated run has an empty entry, rather than an unknown one
     */
    private void segment(
            Place place, long from, long to, @Nullable PageRun real, @Nullable PageRun simulated, boolean modelled) {
        String pagemap = real == null ? quoted("") : pagemap(real);
        if (pagemap != null) {
            String other = simulated == null && modelled ? quoted("") : value(simulated, PageComparer::pagemap);
            comparison.compare(place.pages(from, to - from), "pm", to - from, pagemap, other);
        }
        if (real == null) {
            return;
        }
        uniform(place, "ord", from, to, real, simulated, run -> text(run.order()));
        uniform(place, "mc", from, to, real, simulated, run -> text(run.mapcount()));
        uniform(place, "kf", from, to, real, simulated, this::flags);
        uniform(place, "special", from, to, real, simulated, PageComparer::special);
        for (long page = from; page < to; page++) {
            single(place, "f", page, real.folioOf(page), folio(simulated, page));
            single(place, "i", page, real.indexOf(page), simulated == null ? null : simulated.indexOf(page));
            single(place, "sw", page, real.swapOf(page), swap(simulated, page));
        }
    }

    /** A field that all pages of the segment have in common. */
    private void uniform(
            Place place,
            String field,
            long from,
            long to,
            PageRun real,
            @Nullable PageRun simulated,
            Function<PageRun, @Nullable String> value) {
        String known = value.apply(real);
        if (known != null) {
            comparison.compare(place.pages(from, to - from), field, to - from, known, value(simulated, value));
        }
    }

    private void single(Place place, String field, long page, @Nullable Long real, @Nullable Long simulated) {
        if (real != null) {
            comparison.compare(place.pages(page, 1), field, Long.toString(real), text(simulated));
        }
    }

    private @Nullable Long folio(@Nullable PageRun simulated, long page) {
        Long folio = simulated == null ? null : simulated.folioOf(page);
        return folio == null ? null : Long.valueOf(identities.folio(folio));
    }

    private @Nullable Long swap(@Nullable PageRun simulated, long page) {
        Long swap = simulated == null ? null : simulated.swapOf(page);
        return swap == null ? null : Long.valueOf(identities.swap(swap));
    }

    private static @Nullable String value(@Nullable PageRun run, Function<PageRun, @Nullable String> value) {
        return run == null ? null : value.apply(run);
    }

    private static @Nullable String pagemap(PageRun run) {
        String pagemap = run.pagemap();
        return pagemap == null ? null : quoted(pagemap);
    }

    private @Nullable String flags(PageRun run) {
        String flags = run.flags();
        if (flags == null) {
            return null;
        }
        return quoted(
                ksmFlagMeansNothing
                        ? Arrays.stream(flags.split(",", -1))
                                .filter(flag -> !flag.equals(KSM))
                                .collect(Collectors.joining(","))
                        : flags);
    }

    private static @Nullable String special(PageRun run) {
        PageRun.Special special = run.special();
        return special == null ? null : "[" + special.type() + "," + special.value() + "]";
    }

    private static @Nullable String text(@Nullable Number number) {
        return number == null ? null : number.toString();
    }
}
