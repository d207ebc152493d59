package org.mmsim.scenarios.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {

    private static final List<String> NAMES = List.of("size", "stride", "lockless_walk", "of");

    @ParameterizedTest
    @CsvSource({
        "sise, size",
        "isze, size",
        "SIZE, size",
        "strid, stride",
        "locklesswalk, lockless_walk",
        "lockless-walks, lockless_walk",
        "off, of",
        "xyz, ''",
        "x, ''",
        "lock, ''",
    })
    void theGuessIsTheNameThatIsFewEditsAway(String written, String guess) {
        assertThat(Text.nearest(written, NAMES)).isEqualTo(guess);
    }

    @Test
    void theHintListsWhatIsAllowed() {
        assertThat(Text.allowed("sise", NAMES))
                .isEqualTo("did you mean \"size\"? allowed: size, stride, lockless_walk, of");
        assertThat(Text.allowed("nothing like it", NAMES)).isEqualTo("allowed: size, stride, lockless_walk, of");
        assertThat(Text.allowed("x", List.of())).isEqualTo("allowed: none");
    }

    @Test
    void aLongListIsCutShort() {
        List<String> names = IntStream.range(0, 50).mapToObj(i -> "name" + i).toList();

        assertThat(Text.allowed("other", names)).startsWith("allowed: name0, ").endsWith(", name39 and 10 more");
    }

    @Test
    void aQuotedValueStaysOnOneLineOfATerminal() {
        assertThat(Text.quote("a\nb\u001b[31m\u2028\u202e")).isEqualTo("\"a\\nb\\u001b[31m\\u2028\\u202e\"");
        assertThat(Text.quote("x".repeat(61))).isEqualTo("\"" + "x".repeat(60) + "…\"");
        assertThat(Text.quote("ünïcode")).isEqualTo("\"ünïcode\"");
    }

    @Test
    void namesThatAreListedStayOnTheLineToo() {
        assertThat(Text.allowed("x", List.of("pau\tse"))).isEqualTo("allowed: pau\\u0009se");
    }
}
