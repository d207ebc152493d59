package org.mmsim.scenarios.yaml;

import java.util.Iterator;
import java.util.Locale;
import java.util.regex.Pattern;

/** Writes a tree as YAML in one fixed style: the same tree gives the same text, and the text gives the tree. */
public final class YamlWriter {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9 _./%=()+-]*");

    private final StringBuilder out = new StringBuilder();

    private YamlWriter() {}

    public static String write(YamlMapping document) {
        YamlWriter writer = new YamlWriter();
        writer.mapping(document, 0);
        return writer.out.toString();
    }

    private void mapping(YamlMapping mapping, int indent) {
        Iterator<YamlMapping.Entry> entries = mapping.entries().iterator();
        while (entries.hasNext()) {
            YamlMapping.Entry entry = entries.next();
            out.append(scalar(entry.key())).append(':');
            value(entry.value(), indent);
            if (entries.hasNext()) {
                out.append(" ".repeat(indent));
            }
        }
    }

    private void sequence(YamlSequence sequence, int indent) {
        for (YamlNode item : sequence.items()) {
            out.append(" ".repeat(indent)).append('-');
            if (item instanceof YamlMapping mapping && !mapping.entries().isEmpty()) {
                out.append(' ');
                mapping(mapping, indent + 2);
            } else {
                value(item, indent);
            }
        }
    }

    private void value(YamlNode node, int indent) {
        if (node instanceof YamlScalar scalar) {
            out.append(' ').append(scalar(scalar)).append('\n');
        } else if (node instanceof YamlSequence sequence) {
            out.append(sequence.items().isEmpty() ? " []\n" : "\n");
            sequence(sequence, indent + 2);
        } else {
            YamlMapping mapping = (YamlMapping) node;
            boolean empty = mapping.entries().isEmpty();
            out.append(empty ? " {}\n" : "\n").append(empty ? "" : " ".repeat(indent + 2));
            mapping(mapping, indent + 2);
        }
    }

    private static String scalar(YamlScalar scalar) {
        if (scalar.isNull()) {
            return "null";
        }
        String text = scalar.text();
        if (!scalar.isText()) {
            return text;
        }
        boolean plain = PLAIN.matcher(text).matches()
                && !text.endsWith(" ")
                && YamlScalar.plain(text, scalar.position()).isText();
        return plain ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c >= 0x20 && c < 0x7f) {
                quoted.append(c);
            } else if (Character.isHighSurrogate(c)) {
                quoted.append(String.format(Locale.ROOT, "\\U%08x", text.codePointAt(i)));
                i++;
            } else {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return quoted.append('"').toString();
    }
}
