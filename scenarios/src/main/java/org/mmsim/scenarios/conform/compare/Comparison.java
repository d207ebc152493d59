package org.mmsim.scenarios.conform.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.conform.compare.Mismatch.Place;
import org.mmsim.scenarios.conform.recording.CompactJson;

/** What a comparison has found so far. */
public final class Comparison {
    private final FieldSelection fields;
    private final SortedMap<String, Tally> byField = new TreeMap<>();
    private final List<Mismatch> mismatches = new ArrayList<>();
    /** Where the last mismatch of each field stands. */
    private final Map<String, Integer> lastOfField = new TreeMap<>();

    /** How many fields were compared, and how many of them were equal. */
    public record Tally(long compared, long equal) {
        public static final Tally NONE = new Tally(0, 0);

        /** Both together. */
        public Tally plus(Tally other) {
            return new Tally(compared + other.compared, equal + other.equal);
        }

        /** Whether nothing differs. */
        public boolean isEqual() {
            return compared == equal;
        }
    }

    public Comparison(FieldSelection fields) {
        this.fields = fields;
    }

    FieldSelection fields() {
        return fields;
    }

    /** Compares one value; null on the simulated side is a difference. */
    void compare(Place place, String field, String real, @Nullable String simulated) {
        compare(place, field, 1, real, simulated);
    }

    /** What both must have, and one does not, is a difference; what both have is no field, and does not count. */
    void present(Place place, String field, String real, @Nullable String simulated) {
        if (!real.equals(simulated)) {
            compare(place, field, real, simulated);
        }
    }

    /** Compares a value that as many pages have in common. */
    void compare(Place place, String field, long pages, String real, @Nullable String simulated) {
        if (!fields.has(field)) {
            return;
        }
        boolean equal = Objects.equals(real, simulated);
        byField.merge(FieldSelection.topLevel(field), new Tally(pages, equal ? pages : 0), Tally::plus);
        if (!equal) {
            add(new Mismatch(place, field, real, simulated));
        }
    }

    /** Neighbouring pages that differ in the same way are one mismatch. */
    private void add(Mismatch mismatch) {
        Integer last = lastOfField.get(mismatch.field());
        Mismatch joined = last == null ? null : joined(mismatches.get(last), mismatch);
        if (last != null && joined != null) {
            mismatches.set(last, joined);
        } else {
            lastOfField.put(mismatch.field(), mismatches.size());
            mismatches.add(mismatch);
        }
    }

    private static @Nullable Mismatch joined(Mismatch first, Mismatch second) {
        Place place = first.place();
        boolean neighbours = place.page() >= 0
                && place.page() + place.pages() == second.place().page()
                && place.pages(0, 0).equals(second.place().pages(0, 0));
        boolean alike =
                Objects.equals(first.real(), second.real()) && Objects.equals(first.simulated(), second.simulated());
        if (!neighbours || !alike) {
            return null;
        }
        return new Mismatch(
                place.pages(place.page(), place.pages() + second.place().pages()),
                first.field(),
                first.real(),
                first.simulated());
    }

    /** Rules that the simulated machine broke: what it reported is not to be believed, equal or not. */
    public void addViolations(List<String> violations) {
        if (!violations.isEmpty()) {
            int more = violations.size() - 1;
            String text = violations.get(0) + (more == 0 ? "" : ", and " + more + " more");
            present(Place.of("end"), "check", "null", CompactJson.quoted(text));
        }
    }

    /** Counts by name of field, without what follows a dot. */
    public SortedMap<String, Tally> byField() {
        return byField;
    }

    public Tally total() {
        return byField.values().stream().reduce(Tally.NONE, Tally::plus);
    }

    /** What differs, in the order of the script. */
    public List<Mismatch> mismatches() {
        return mismatches;
    }
}
