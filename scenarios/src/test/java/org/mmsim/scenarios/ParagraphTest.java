package org.mmsim.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParagraphTest {

    @Test
    void linesBreakBetweenWordsAndAreNoLongerThanAsked() {
        assertThat(Paragraph.lines("one two  three\nfour", 9)).containsExactly("one two", "three", "four");
        assertThat(Paragraph.lines("one two", 7)).containsExactly("one two");
        assertThat(Paragraph.lines("one two", 6)).containsExactly("one", "two");
    }

    @Test
    void aWordLongerThanALineHasItsOwn() {
        assertThat(Paragraph.lines("a 20191003013325.2614-1 b", 5)).containsExactly("a", "20191003013325.2614-1", "b");
    }

    @Test
    void nothingIsOneEmptyLine() {
        assertThat(Paragraph.lines("  ", 5)).containsExactly("");
    }
}
