package org.mmsim.scenarios.yaml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.InputException;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Builds the tree of a document from the parser's events, with a stack of its own, so that depth is a
 * limit to report and not a stack overflow.
 */
public final class YamlReader {

    /** Deepest nesting accepted; the formats need about a dozen levels. */
    public static final int DEPTH_MAX = 64;

    private final String source;
    private final Deque<Open> open = new ArrayDeque<>();
    private @Nullable YamlNode root;
    private int documents;

    private YamlReader(String source) {
        this.source = source;
    }

    /**
     * The tree of the only document in a text.
     *
     * @param source what messages call the text
     * @throws InputException if it is not one document of the accepted subset
     */
    public static YamlNode read(String text, String source) {
        return new YamlReader(source).read(text);
    }

    private YamlNode read(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source)
                .setCodePointLimit(Integer.MAX_VALUE)
                .build();
        try {
            for (Event event : new Parse(settings).parseString(text)) {
                accept(event);
            }
        } catch (ReaderException e) {
            throw new InputException(String.format(
                    java.util.Locale.ROOT,
                    "character U+%04X is not allowed in YAML (%s)",
                    e.getCodePoint(),
                    positionOfCodePoint(text, e.getPosition())));
        } catch (MarkedYamlEngineException e) {
            throw new InputException("not valid YAML: " + Text.oneLine(problem(e)) + " (" + position(markOf(e)) + ")");
        } catch (YamlEngineException e) {
            throw new InputException(
                    "not valid YAML: " + Text.oneLine(String.valueOf(e.getMessage())) + " (" + source + ")");
        }
        if (root == null) {
            throw new InputException("nothing in the file (" + source + ")");
        }
        return root;
    }

    private static String problem(MarkedYamlEngineException e) {
        return e.getProblem() == null ? String.valueOf(e.getContext()) : e.getProblem();
    }

    private static Optional<Mark> markOf(MarkedYamlEngineException e) {
        return e.getProblemMark().or(e::getContextMark);
    }

    private void accept(Event event) {
        switch (event.getEventId()) {
            case DocumentStart -> startDocument(event);
            case Alias -> throw refuse(event, "an alias", "aliases and anchors are not part of the format");
            case Scalar -> scalar((ScalarEvent) event);
            case SequenceStart, MappingStart -> startCollection((CollectionStartEvent) event);
            case SequenceEnd, MappingEnd -> add(open.pop().node());
            case StreamStart, StreamEnd, DocumentEnd, Comment -> {
                // Nothing to build.
            }
        }
    }

    private void startDocument(Event event) {
        if (++documents > 1) {
            throw refuse(event, "a second document", "one document in a file");
        }
    }

    private void scalar(ScalarEvent event) {
        checkPlainNode(event, event.getTag());
        add(new YamlScalar(event.getValue(), event.isPlain(), position(event.getStartMark())));
    }

    private void startCollection(CollectionStartEvent event) {
        checkPlainNode(event, event.getTag());
        if (open.size() == DEPTH_MAX) {
            throw refuse(event, "nesting deeper than " + DEPTH_MAX + " levels", "");
        }
        Position position = position(event.getStartMark());
        if (!open.isEmpty() && open.peek().wantsKey()) {
            throw refuse(event, "a key that is not a text", "");
        }
        open.push(event.getEventId() == Event.ID.MappingStart ? new OpenMapping(position) : new OpenSequence(position));
    }

    private void checkPlainNode(NodeEvent event, Optional<String> tag) {
        if (event.getAnchor().isPresent()) {
            throw refuse(
                    event,
                    "anchor " + Text.quote("&" + event.getAnchor().get().getValue()),
                    "aliases and anchors are not part of the format");
        }
        if (tag.isPresent()) {
            throw refuse(event, "tag " + Text.quote(tag.get()), "tags are not part of the format");
        }
    }

    private void add(YamlNode node) {
        if (open.isEmpty()) {
            root = node;
        } else {
            open.peek().add(node);
        }
    }

    private InputException refuse(Event event, String what, String hint) {
        return new InputException(what + " (" + position(event.getStartMark()) + ")", hint);
    }

    private Position position(Optional<Mark> mark) {
        return mark.map(m -> new Position(source, m.getLine() + 1, m.getColumn() + 1))
                .orElseGet(() -> Position.of(source));
    }

    private Position positionOfCodePoint(String text, int codePoints) {
        int end = text.offsetByCodePoints(0, Math.min(codePoints, text.codePointCount(0, text.length())));
        int line = 1;
        int lineStart = 0;
        for (int i = text.indexOf('\n'); i >= 0 && i < end; i = text.indexOf('\n', i + 1)) {
            line++;
            lineStart = i + 1;
        }
        return new Position(source, line, text.codePointCount(lineStart, end) + 1);
    }

    /** A collection whose end has not come yet. */
    private interface Open {
        void add(YamlNode child);

        boolean wantsKey();

        YamlNode node();
    }

    private static final class OpenSequence implements Open {
        private final Position position;
        private final List<YamlNode> items = new ArrayList<>();

        OpenSequence(Position position) {
            this.position = position;
        }

        @Override
        public void add(YamlNode child) {
            items.add(child);
        }

        @Override
        public boolean wantsKey() {
            return false;
        }

        @Override
        public YamlNode node() {
            return new YamlSequence(items, position);
        }
    }

    private static final class OpenMapping implements Open {
        private final Position position;
        private final Map<String, YamlMapping.Entry> entries = new LinkedHashMap<>();
        private @Nullable YamlScalar key;

        OpenMapping(Position position) {
            this.position = position;
        }

        @Override
        public void add(YamlNode child) {
            if (key == null) {
                key = (YamlScalar) child;
                YamlMapping.Entry earlier = entries.get(key.text());
                if (earlier != null) {
                    throw key.error(
                            "key " + Text.quote(key.text()) + " given twice",
                            "given first at " + earlier.key().position());
                }
            } else {
                entries.put(key.text(), new YamlMapping.Entry(key, child));
                key = null;
            }
        }

        @Override
        public boolean wantsKey() {
            return key == null;
        }

        @Override
        public YamlNode node() {
            return new YamlMapping(entries.values(), position);
        }
    }
}
