package org.mmsim.scenarios.strace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentTextTest {

    static Stream<Arguments> calls() {
        return Stream.of(
                call("f() = 0", " = 0", ""),
                call("f(1, 2)      = 0", "      = 0", "1", "2"),
                call("f({a=1, b=[2, 3]} => {c=4}, 88) = 5", " = 5", "{a=1, b=[2, 3]} => {c=4}", "88"),
                call("f(\"a, b) = 1\", 2) = 3", " = 3", "\"a, b) = 1\"", "2"),
                call("f(\"q\\\"uo\\\\\", 2) = 3", " = 3", "\"q\\\"uo\\\\\"", "2"),
                call("f(\"cut\"..., 2) = 3", " = 3", "\"cut\"...", "2"),
                call("f(0x7ff /* 30, (vars) */, 2) = 3", " = 3", "0x7ff /* 30, (vars) */", "2"),
                call("f(3</lib/a,(b)>, 0) = 1", " = 1", "3</lib/a,(b)>", "0"),
                call("f(21<<MAP_HUGE_SHIFT, -1) = 1", " = 1", "21<<MAP_HUGE_SHIFT", "-1"));
    }

    private static Arguments call(String text, String rest, String... arguments) {
        return Arguments.of(text, new ArgumentText(List.of(arguments), rest));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void onlyCommasOfTheCallItselfSeparateArguments(String text, ArgumentText expected) {
        assertThat(ArgumentText.find(text, 2)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f(",
                "f(1",
                "f(1, {2)",
                "f(\"1) = 0",
                "f(\"\\",
                "f(/* ) = 0",
                "f(3<x) = 0",
                "f(}) = 0",
                "f(1]) = 0"
            })
    void argumentsThatNeverEndAreNone(String text) {
        assertThat(ArgumentText.find(text, 2)).isEqualTo(Optional.empty());
    }
}
