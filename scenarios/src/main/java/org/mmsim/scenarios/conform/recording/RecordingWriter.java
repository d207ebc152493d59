package org.mmsim.scenarios.conform.recording;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.conform.recording.RegionState.EntryRun;
import org.mmsim.scenarios.conform.recording.RegionState.KeptRun;
import org.mmsim.scenarios.conform.recording.RegionState.PageTableState;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** Writes recordings as JSON lines. */
public final class RecordingWriter {
    private static final int PAGE_BYTES = 4096;

    private RecordingWriter() {}

    /** The text of a recording. Reading it gives an equal one. */
    public static String text(Recording recording) {
        StringBuilder text = new StringBuilder();
        line(text, meta(recording.meta()));
        if (!recording.missing().isEmpty()) {
            line(text, of("skip").put("missing", recording.missing()));
            return text.toString();
        }
        for (Recording.Entry entry : recording.entries()) {
            line(text, entry instanceof OpRecord op ? op(op) : checkpoint((Checkpoint) entry));
        }
        line(text, of("end"));
        ObjectNode varying = of("varying");
        recording.varying().forEach(varying.putArray("fields")::add);
        line(text, varying);
        return text.toString();
    }

    private static void line(StringBuilder text, ObjectNode line) {
        text.append(line).append('\n');
    }

    private static ObjectNode of(String kind) {
        return JsonMapper.shared().createObjectNode().put("t", kind);
    }

    private static ObjectNode meta(Recording.Meta meta) {
        return of("meta")
                .put("format", 1)
                .put("script", meta.script())
                .put("kernel", meta.kernel())
                .put("arch", meta.arch())
                .put("page_size", PAGE_BYTES);
    }

    private static ObjectNode op(OpRecord op) {
        ObjectNode line = of("op").put("i", op.line()).put("line", op.text());
        for (OpField field : OpField.values()) {
            String value = op.field(field);
            if (value != null) {
                line.putRawValue(field.label(), new RawValue(value));
            }
        }
        return line;
    }

    private static ObjectNode checkpoint(Checkpoint checkpoint) {
        ObjectNode line = of("checkpoint").put("i", checkpoint.line()).put("name", checkpoint.name());
        ArrayNode processes = line.putArray("procs");
        checkpoint.processes().forEach(process -> process(process, processes.addObject()));
        ObjectNode sys = line.putObject("sys");
        checkpoint.sys().forEach(sys::put);
        return line;
    }

    private static void process(ProcessState process, ObjectNode node) {
        node.put("p", process.name());
        put(node, "minflt", process.minorFaults());
        put(node, "majflt", process.majorFaults());
        put(node, "vmpte_kb", process.pageTableKb());
        ArrayNode regions = node.putArray("regions");
        process.regions().forEach(region -> region(region, regions.addObject()));
    }

    private static void region(RegionState region, ObjectNode node) {
        node.put("r", region.name());
        List<VmaState> vmas = region.vmas();
        if (vmas != null) {
            ArrayNode array = node.putArray("vmas");
            vmas.forEach(vma -> vma(vma, array.addObject()));
        }
        List<PageRun> pages = region.pages();
        if (pages != null) {
            ArrayNode array = node.putArray("pages");
            pages.forEach(run -> pageRun(run, array.addObject()));
        }
        List<KeptRun> kept = region.kept();
        if (kept != null) {
            ArrayNode array = node.putArray("pfn_kept");
            kept.forEach(
                    run -> array.addArray().add(run.offset()).add(run.pages()).add(run.same() ? 1 : 0));
        }
        PageTableState table = region.pageTable();
        if (table != null) {
            ObjectNode object = node.putObject("pt").put("pmds", table.pmds());
            ArrayNode array = object.putArray("runs");
            table.runs().forEach(run -> entryRun(run, array.addObject()));
        }
    }

    private static void vma(VmaState vma, ObjectNode node) {
        node.put("o", vma.offset()).put("n", vma.pages());
        put(node, "perm", vma.permissions());
        ObjectNode kb = node.putObject("kb");
        vma.kb().forEach(kb::put);
        put(node, "vmflags", vma.flags());
    }

    private static void pageRun(PageRun run, ObjectNode node) {
        node.put("o", run.offset()).put("n", run.pages());
        put(node, "pm", run.pagemap());
        put(node, "f", run.folio());
        put(node, "i", run.index());
        Integer order = run.order();
        put(node, "ord", order == null ? null : Long.valueOf(order));
        put(node, "mc", run.mapcount());
        put(node, "kf", run.flags());
        put(node, "sw", run.swap());
        PageRun.Special special = run.special();
        if (special != null) {
            node.putArray("special").add(special.type()).add(special.value());
        }
    }

    private static void entryRun(EntryRun run, ObjectNode node) {
        node.put("o", run.offset()).put("n", run.pages()).put("l", run.level()).put("fl", run.bits());
    }

    private static void put(ObjectNode node, String key, @Nullable Long value) {
        if (value != null) {
            node.put(key, value);
        }
    }

    private static void put(ObjectNode node, String key, @Nullable String value) {
        if (value != null) {
            node.put(key, value);
        }
    }
}
