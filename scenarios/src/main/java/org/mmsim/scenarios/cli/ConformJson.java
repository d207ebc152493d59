package org.mmsim.scenarios.cli;

import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.conform.ConformanceReport;
import org.mmsim.scenarios.conform.ScriptResult;
import org.mmsim.scenarios.conform.ScriptResult.Status;
import org.mmsim.scenarios.conform.compare.Comparison.Tally;
import org.mmsim.scenarios.conform.compare.Mismatch;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How scripts came out as one JSON document. */
final class ConformJson {

    private ConformJson() {}

    static ObjectNode of(ConformanceReport report) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        root.put("kernel", report.kernel().label());
        if (!report.fields().isAll()) {
            report.fields().names().forEach(root.putArray("fields")::add);
        }
        ArrayNode scripts = root.putArray("scripts");
        report.results().forEach(result -> script(result, scripts.addObject()));
        ObjectNode totals = root.putObject("totals");
        totals.put("scripts", report.results().size());
        for (Status status : Status.values()) {
            totals.put(status.label(), report.count(status));
        }
        tally(totals, report.total());
        return root;
    }

    private static void script(ScriptResult result, ObjectNode node) {
        node.put("script", result.script()).put("status", result.status().label());
        ArrayNode unsupported = node.putArray("unsupported");
        result.unsupported().forEach(unsupported::add);
        if (!result.reason().isEmpty()) {
            node.put("reason", result.reason());
        }
        tally(node, result.comparison().total());
        ArrayNode mismatches = node.putArray("mismatches");
        result.comparison().mismatches().forEach(mismatch -> mismatch(mismatch, mismatches.addObject()));
    }

    private static void tally(ObjectNode node, Tally tally) {
        node.put("fields_compared", tally.compared()).put("fields_equal", tally.equal());
    }

    private static void mismatch(Mismatch mismatch, ObjectNode node) {
        Mismatch.Place place = mismatch.place();
        node.put("at", place.at());
        if (!place.process().isEmpty()) {
            node.put("process", place.process());
        }
        if (!place.region().isEmpty()) {
            node.put("region", place.region());
        }
        if (place.pages() > 0) {
            node.put("page", place.page()).put("pages", place.pages());
        }
        node.put("field", mismatch.field());
        value(node, "real", mismatch.real());
        value(node, "simulated", mismatch.simulated());
    }

    private static void value(ObjectNode node, String key, @Nullable String value) {
        node.set(key, JsonMapper.shared().readTree(value == null ? "null" : value));
    }
}
