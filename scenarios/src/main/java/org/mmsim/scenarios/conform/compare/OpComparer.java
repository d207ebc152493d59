package org.mmsim.scenarios.conform.compare;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.conform.compare.Mismatch.Place;
import org.mmsim.scenarios.conform.recording.CompactJson;
import org.mmsim.scenarios.conform.recording.OpField;
import org.mmsim.scenarios.conform.recording.OpRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares operations. */
final class OpComparer {
    /** A switch to another process, which includes that to the program that made the recording. */
    private static final String CONTEXT_SWITCH = "mov_cr3";

    private static final List<String> WHOLE_ADDRESS_SPACE = List.of("aside1", "vmalle1", "invpcid");

    private final Comparison comparison;
    private final Set<String> varying;

    OpComparer(Comparison comparison, Set<String> varying) {
        this.comparison = comparison;
        this.varying = varying;
    }

    void compare(OpRecord real, @Nullable OpRecord simulated) {
        Place place = Place.of("op " + real.line());
        for (OpField field : OpField.values()) {
            if (isCompared(field)) {
                compare(place, field, real, simulated == null ? null : simulated.field(field));
            }
        }
    }

    private void compare(Place place, OpField field, OpRecord op, @Nullable String simulated) {
        String real = op.field(field);
        if (real == null) {
            boolean known = !varying.contains("op:" + op.line() + "." + field.label()) && !isOptional(field);
            if (known && simulated != null) {
                comparison.compare(place, field.label(), "null", simulated);
            }
        } else if (field == OpField.TLB) {
            comparison.compare(
                    place, field.label(), counted(op, real), simulated == null ? null : counted(op, simulated));
        } else {
            comparison.compare(place, field.label(), real, simulated);
        }
    }

    private static boolean isCompared(OpField field) {
        return switch (field) {
            case RC, ERRNO, MINFLT, MAJFLT, VALS, SIG, PAGES, BYTES, INCORE, RANGES, COLLAPSED, TLB -> true;
            case FULL_SCANS_OK -> false;
        };
    }

    /** Whether a recording without the field says nothing about it. */
    private static boolean isOptional(OpField field) {
        return switch (field) {
            case MINFLT, MAJFLT, TLB -> true;
            case RC, ERRNO, VALS, SIG, PAGES, BYTES, INCORE, RANGES, COLLAPSED, FULL_SCANS_OK -> false;
        };
    }

    /** The instructions that are no work of the recording program. */
    private static String counted(OpRecord op, String tlb) {
        boolean fork = op.text().matches("\\S+\\s+fork\\b.*");
        Map<String, Long> counts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry :
                JsonMapper.shared().readTree(tlb).properties()) {
            boolean whole = WHOLE_ADDRESS_SPACE.stream().anyMatch(entry.getKey()::startsWith);
            if (!entry.getKey().equals(CONTEXT_SWITCH) && (whole || !fork)) {
                counts.put(entry.getKey(), entry.getValue().longValue());
            }
        }
        return CompactJson.counts(counts);
    }
}
