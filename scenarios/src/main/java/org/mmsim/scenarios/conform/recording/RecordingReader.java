package org.mmsim.scenarios.conform.recording;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.conform.recording.Recording.Entry;
import org.mmsim.scenarios.conform.recording.Recording.Meta;
import org.mmsim.scenarios.yaml.InputFile;
import org.mmsim.scenarios.yaml.Text;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads recordings. Nothing about them is taken for granted. */
public final class RecordingReader {
    private static final int LINE_MAX = 1_000_000;

    private final String source;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> varying = new LinkedHashSet<>();
    private @Nullable Meta meta;
    private String missing = "";
    private boolean ended;

    private RecordingReader(String source) {
        this.source = source;
    }

    /**
     * The recording in a file.
     *
     * @throws InputException if it cannot be read, or is damaged or cut short
     */
    public static Recording read(Path file) {
        return parse(InputFile.read(file), file.toString());
    }

    /**
     * The recording of a text.
     *
     * @param source what messages call it
     * @throws InputException if it is damaged or cut short
     */
    public static Recording parse(String text, String source) {
        RecordingReader reader = new RecordingReader(source);
        List<String> lines = text.lines().toList();
        for (int number = 1; number <= lines.size(); number++) {
            if (!lines.get(number - 1).isBlank()) {
                reader.line(lines.get(number - 1), source + ":" + number);
            }
        }
        return reader.finish();
    }

    private void line(String text, String place) {
        JsonFields line;
        try {
            line = new JsonFields(JsonMapper.shared().readTree(text), "line", place);
        } catch (JacksonException e) {
            throw new InputException("not JSON: " + Text.oneLine(e.getOriginalMessage()) + " (" + place + ")");
        }
        String kind = line.text("t");
        if (meta == null && !kind.equals("meta")) {
            throw line.error("a recording begins with a line of kind \"meta\"");
        }
        switch (kind) {
            case "meta" -> meta = meta(line);
            case "skip" -> missing = line.text("missing");
            case "op" -> entries.add(op(line));
            case "checkpoint" -> entries.add(CheckpointJson.read(line));
            case "varying" -> varying.addAll(line.texts("fields"));
            case "end" -> ended = true;
            default ->
                throw new InputException(
                        "unknown kind of line " + Text.quote(kind) + " (" + place + ")",
                        "allowed: meta, op, checkpoint, varying, skip, end");
        }
    }

    private static Meta meta(JsonFields line) {
        return new Meta(line.text("script"), line.text("kernel"), line.text("arch"));
    }

    private static OpRecord op(JsonFields line) {
        Map<OpField, String> fields = new EnumMap<>(OpField.class);
        for (OpField field : OpField.values()) {
            if (line.has(field.label())) {
                fields.put(field, CompactJson.read(field, line));
            }
        }
        return new OpRecord((int) line.number("i", 1, LINE_MAX), line.text("line"), fields);
    }

    private Recording finish() {
        Meta known = meta;
        if (known == null) {
            throw new InputException("empty recording (" + source + ")");
        }
        if (!ended && missing.isEmpty()) {
            throw new InputException("the recording is cut short: it has no line of kind \"end\" (" + source + ")");
        }
        return new Recording(known, missing, List.copyOf(entries), varying);
    }
}
