package org.mmsim.scenarios.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmsim.scenarios.InputException;

class YamlReaderTest {

    @Test
    void everyNodeKnowsWhereItStands() {
        YamlMapping root = (YamlMapping) YamlReader.read("a: 1\nb:\n  - x\n  - {c: \"2\"}\n", "f.yaml");

        YamlSequence list = (YamlSequence) root.require("b").value();
        YamlMapping inner = (YamlMapping) list.items().get(1);
        assertThat(root.require("a").value().position()).hasToString("f.yaml:1:4");
        assertThat(list.items().get(0).position()).hasToString("f.yaml:3:5");
        assertThat(inner.require("c").key().position()).hasToString("f.yaml:4:6");
        assertThat(inner.require("c").value().position()).hasToString("f.yaml:4:9");
    }

    @Test
    void onlyPlainScalarsAreNumbersAndBooleans() {
        YamlMapping root = (YamlMapping) YamlReader.read(
                "{int: 7, text: '7', flag: true, word: 'true', none: ~, decimal: 1.5, hex: 0x10}", "f.yaml");

        assertThat(root.entries().stream().map(entry -> entry.value().kind()))
                .containsExactly("a number", "a text", "a boolean", "a text", "nothing", "a number", "a text");
    }

    @Test
    void lineEndsMayBeThoseOfWindows() {
        YamlMapping root = (YamlMapping) YamlReader.read("a: 1\r\nb: two words\r\n", "f.yaml");

        assertThat(((YamlScalar) root.require("b").value()).text()).isEqualTo("two words");
        assertThat(root.require("b").key().position()).hasToString("f.yaml:2:1");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("", "nothing in the file (f.yaml)", ""),
                arguments("# only a comment\n", "nothing in the file (f.yaml)", ""),
                arguments("a: &x 1\n", "anchor \"&x\" (f.yaml:1:4)", "aliases and anchors are not part of the format"),
                arguments("a: *x\n", "an alias (f.yaml:1:4)", "aliases and anchors are not part of the format"),
                arguments(
                        "a: !!str 1\n",
                        "tag \"tag:yaml.org,2002:str\" (f.yaml:1:4)",
                        "tags are not part of the format"),
                arguments("a: ! 1\n", "tag \"!\" (f.yaml:1:4)", "tags are not part of the format"),
                arguments("a: !x {}\n", "tag \"!x\" (f.yaml:1:4)", "tags are not part of the format"),
                arguments("a: 1\nb: 2\na: 3\n", "key \"a\" given twice (f.yaml:3:1)", "given first at f.yaml:1:1"),
                arguments("a: 1\n---\nb: 1\n", "a second document (f.yaml:2:1)", "one document in a file"),
                arguments("{[a]: 1}\n", "a key that is not a text (f.yaml:1:2)", ""),
                arguments("? {a: 1}\n: 2\n", "a key that is not a text (f.yaml:1:3)", ""),
                arguments("a: [1, 2\n", "not valid YAML: expected ',' or ']', but got <stream end> (f.yaml:2:1)", ""),
                arguments(
                        "a:\n\t- 1\n",
                        "not valid YAML: found character '\\t(TAB)' that cannot start any token (f.yaml:2:1)",
                        ""),
                arguments("a: 1\nb\u0001: 2\n", "character U+0001 is not allowed in YAML (f.yaml:2:2)", ""),
                arguments("[".repeat(65) + "]".repeat(65), "nesting deeper than 64 levels (f.yaml:1:65)", ""),
                arguments("- ".repeat(100_000), "nesting deeper than 64 levels (f.yaml:1:129)", ""),
                arguments("{a: ".repeat(100_000), "nesting deeper than 64 levels (f.yaml:1:257)", ""));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatTheFormatsDoNotUseIsRefusedWithItsPlace(String text, String message, String hint) {
        InputException e = catchThrowableOfType(InputException.class, () -> YamlReader.read(text, "f.yaml"));

        assertThat(e).hasMessage(message);
        assertThat(e.hint()).isEqualTo(hint);
    }

    @Test
    void anAliasBombIsRefusedAtItsFirstAnchor() {
        StringBuilder bomb = new StringBuilder("a: &a [x, x]\n");
        for (char c = 'b'; c <= 'z'; c++) {
            bomb.append(String.format("%c: &%c [*%c, *%c]%n", c, c, c - 1, c - 1));
        }

        InputException e =
                catchThrowableOfType(InputException.class, () -> YamlReader.read(bomb.toString(), "bomb.yaml"));

        assertThat(e).hasMessage("anchor \"&a\" (bomb.yaml:1:4)");
    }

    @Test
    void nestingAtTheLimitIsRead() {
        YamlNode node = YamlReader.read("[".repeat(64) + "]".repeat(64), "f.yaml");

        assertThat(node).isInstanceOf(YamlSequence.class);
    }
}
