package org.mmsim.scenarios.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class YamlWriterTest {

    private static final Position NOWHERE = Position.of("test");

    @Test
    void theStyleIsFixed() {
        String text = """
                name: x
                empty: {}
                none: []
                list:
                  - a
                  - b: 1
                    c:
                      d: true
                  - []
                text: "needs: quotes"
                nothing: null
                """;

        assertThat(YamlWriter.write((YamlMapping) YamlReader.read(text, "f.yaml")))
                .isEqualTo(text);
    }

    @Test
    void whatIsWrittenReadsBackTheSame() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            YamlMapping tree = mapping(random, 4);

            String text = YamlWriter.write(tree);
            YamlMapping back = (YamlMapping) YamlReader.read(text, "f.yaml");

            assertThat(shape(back)).as(text).isEqualTo(shape(tree));
            assertThat(YamlWriter.write(back)).isEqualTo(text);
        }
    }

    private static YamlMapping mapping(Random random, int depth) {
        List<YamlMapping.Entry> entries = new ArrayList<>();
        for (int i = depth == 4 ? 1 : random.nextInt(2); i < 4; i++) {
            YamlScalar key = new YamlScalar(text(random) + i, random.nextBoolean(), NOWHERE);
            entries.add(new YamlMapping.Entry(key, node(random, depth - 1)));
        }
        return new YamlMapping(depth < 3 && random.nextInt(4) == 0 ? List.of() : entries, NOWHERE);
    }

    private static YamlNode node(Random random, int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(4);
        if (kind == 1) {
            return mapping(random, depth);
        }
        if (kind == 2) {
            List<YamlNode> items = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                items.add(node(random, depth - 1));
            }
            return new YamlSequence(items, NOWHERE);
        }
        return new YamlScalar(text(random), random.nextBoolean(), NOWHERE);
    }

    private static String text(Random random) {
        String[] parts = {
            "a", "B7", " ", "-", ":", "#", "$x", "'", "\"", "\\", "\n", "0", "1.5", "true", "null", "~", "&", "*", "!",
            "%", "@", "`", ",", "[", "}", "ü", "\u0085", "\u2028", "😀", "\t", "?", "0x1f", "|", ">", "=", "<<", "---"
        };
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.toString();
    }

    /** Kinds and values without positions and quotes: what a reader of the document can tell apart. */
    private static Object shape(YamlNode node) {
        if (node instanceof YamlMapping mapping) {
            return mapping.entries().stream()
                    .map(entry -> List.of(entry.key().text(), shape(entry.value())))
                    .toList();
        }
        if (node instanceof YamlSequence sequence) {
            return List.of(
                    "list", sequence.items().stream().map(YamlWriterTest::shape).toList());
        }
        YamlScalar scalar = (YamlScalar) node;
        return scalar.isNull() ? "nothing" : scalar.kind() + " " + scalar.text();
    }
}
