package org.mmsim.scenarios.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmsim.scenarios.InputException;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "SIZE, 0, 0",
        "SIZE, 0B, 0",
        "SIZE, 1B, 1",
        "SIZE, 64KiB, 65536",
        "SIZE, 2MiB, 2097152",
        "SIZE, 496GiB, 532575944704",
        "SIZE, 1TiB, 1099511627776",
        "TIME, 0, 0",
        "TIME, 7ns, 7",
        "TIME, 1.5us, 1500",
        "TIME, 0.000001ms, 1",
        "TIME, 275s, 275000000000",
        "PERCENT, 0%, 0",
        "PERCENT, 10%, 100",
        "PERCENT, 0.5%, 5",
        "PERCENT, 100%, 1000",
    })
    void aNumberWithItsUnitIsReadExactly(Quantity quantity, String text, long value) {
        assertThat(quantity.parse(scalar(text), "key")).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SIZE    | 4096                | has no unit",
                "SIZE    | 1.5GiB              | is not a size",
                "SIZE    | -1B                 | is not a size",
                "SIZE    | GiB                 | is not a size",
                "SIZE    | 1GiB2               | is not a size",
                "SIZE    | 1GB                 | has unknown unit \"GB\"",
                "SIZE    | 1kib                | has unknown unit \"kib\"",
                "SIZE    | 1 KiB               | is not a size",
                "SIZE    | +1B                 | is not a size",
                "SIZE    | 8388608TiB          | is too large",
                "SIZE    | 99999999999999999999B | is too large",
                "TIME    | 7                   | has no unit",
                "TIME    | 0.5ns               | is not a whole number of ns",
                "TIME    | 1m                  | has unknown unit \"m\"",
                "TIME    | 1e3ns               | is not a time",
                "TIME    | 1.ns                | is not a time",
                "TIME    | 9223372037s         | is too large",
                "PERCENT | 10                  | has no unit",
                "PERCENT | 0                   | has no unit",
                "PERCENT | 100.1%              | is too large",
                "PERCENT | 0.05%               | is not a whole number of 0.1%",
            })
    void anythingElseIsRefusedAndTheUnitsAreListed(Quantity quantity, String text, String complaint) {
        InputException e = catchThrowableOfType(InputException.class, () -> quantity.parse(scalar(text), "key"));

        assertThat(e).hasMessage("key: \"" + text + "\" " + complaint + " (f.yaml:3:7)");
        assertThat(e.hint()).isEqualTo(quantity.allowed());
    }

    @Test
    void aNumberOfAMillionDigitsIsRefusedWithoutReadingIt() {
        String digits = "9".repeat(1_000_000);

        InputException e = catchThrowableOfType(
                InputException.class, () -> Quantity.TIME.parse(scalar("0." + digits + "s"), "key"));

        assertThat(e).hasMessage("key: \"0." + "9".repeat(58) + "…\" is not a time (f.yaml:3:7)");
    }

    @ParameterizedTest
    @CsvSource({
        "SIZE, 0, 0B",
        "SIZE, 65536, 64KiB",
        "SIZE, 2097153, 2097153B",
        "SIZE, 532575944704, 496GiB",
        "TIME, 0, 0ns",
        "TIME, 1500, 1500ns",
        "TIME, 275000000000, 275s",
    })
    void aValueIsWrittenWithTheLargestUnitThatFits(Quantity quantity, long value, String text) {
        assertThat(quantity.format(value)).isEqualTo(text);
        assertThat(quantity.parse(scalar(text), "key")).isEqualTo(value);
    }

    private static YamlScalar scalar(String text) {
        return YamlScalar.plain(text, new Position("f.yaml", 3, 7));
    }
}
