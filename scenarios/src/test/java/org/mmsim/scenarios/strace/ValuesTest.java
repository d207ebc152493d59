package org.mmsim.scenarios.strace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers, flags and advice. */
class ValuesTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "4096, 4096",
        "-1, -1",
        "NULL, 0",
        "0x7fa30d850000, 140338283216896",
        "0xffffffffffffffff, -1",
        "5618<ex>, 5618",
        "0x4d /* MADV_??? */, 77",
        "0x3/* PROT_READ|PROT_WRITE */, 3",
    })
    void numbersAreReadInAllNotations(String text, long value) {
        assertThat(Numbers.parse(text)).isEqualTo(OptionalLong.of(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "0x", "0xg", "0x11112222333344445", "1 2", "--1", "99999999999999999999", "1.5", "null"
            })
    void whatIsNoNumberIsNone(String text) {
        assertThat(Numbers.parse(text)).isEmpty();
    }

    @Test
    void flagsAreReadByNameAndByValue() {
        for (String text : new String[] {
            "MAP_PRIVATE|MAP_FIXED|MAP_ANONYMOUS",
            "0x32",
            "50",
            "0x32 /* MAP_PRIVATE|MAP_FIXED|MAP_ANONYMOUS */",
            "MAP_PRIVATE|MAP_ANONYMOUS|21<<MAP_HUGE_SHIFT",
            "MAP_PRIVATE|MAP_ANONYMOUS|0x400000 /* MAP_??? */"
        }) {
            Flags flags = Flags.parse(text).orElseThrow();
            assertThat(flags.has(Flags.Flag.MAP_ANONYMOUS)).as(text).isTrue();
            assertThat(flags.has(Flags.Flag.MAP_SHARED)).as(text).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A|", "|", "A B", "PROT_READ|{x}", "PROT-READ", "a: b"})
    void whatAreNoFlagsAreNone(String text) {
        assertThat(Flags.parse(text)).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "MADV_DONTNEED, MADV_DONTNEED",
        "4, MADV_DONTNEED",
        "0x17, MADV_POPULATE_WRITE",
        "25, MADV_COLLAPSE",
        "0x4d /* MADV_??? */, MADV_77",
    })
    void adviceHasAName(String text, String name) {
        assertThat(Advice.of(text)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "DONTNEED", "MADV_", "MADV_a", "MADV_X}", "MADV_X: Y"})
    void whatIsNoAdviceIsNone(String text) {
        assertThat(Advice.of(text)).isEmpty();
    }
}
