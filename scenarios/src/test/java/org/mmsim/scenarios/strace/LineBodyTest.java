package org.mmsim.scenarios.strace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineBodyTest {

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("brk(NULL) = 0x1", new LineBody.Whole("brk(NULL) = 0x1")),
                Arguments.of("exit(0)   = ?", new LineBody.Whole("exit(0)   = ?")),
                Arguments.of("wait4(-1,  <unfinished ...>", new LineBody.Beginning("wait4(-1,  ")),
                Arguments.of("pause( <detached ...>", new LineBody.Beginning("pause( ")),
                Arguments.of("<... brk resumed>) = 0x1", new LineBody.End("brk", ") = 0x1")),
                Arguments.of("<... exit_group resumed>) = ?", new LineBody.End("exit_group", ") = ?")),
                Arguments.of("+++ exited with 0 +++", new LineBody.ThreadEnd(Optional.empty())),
                Arguments.of("+++ killed by SIGSEGV (core dumped) +++", new LineBody.ThreadEnd(Optional.empty())),
                Arguments.of("+++ superseded by execve in pid 5604 +++", new LineBody.ThreadEnd(Optional.of(5604))),
                Arguments.of("+++ superseded by execve in pid 7<x> +++", new LineBody.ThreadEnd(Optional.of(7))),
                Arguments.of("strace: Process 5211 attached", new LineBody.Attached(5211)),
                Arguments.of("strace: Process 5430 attached with 3 threads", new LineBody.Attached(5430)),
                Arguments.of("strace: Process 5430 detached", new LineBody.Remark("notice")),
                Arguments.of("strace: [ Process PID=7 runs in 32 bit mode. ]", new LineBody.Remark("notice")),
                Arguments.of("--- SIGCHLD {si_signo=SIGCHLD, si_pid=2} ---", new LineBody.Remark("signal")),
                Arguments.of("--- stopped by SIGSTOP ---", new LineBody.Remark("signal")),
                Arguments.of(" > /usr/lib/libc.so.6(munmap+0x7) [0x20ce7]", new LineBody.Remark("stack-frame")),
                Arguments.of("  ", new LineBody.Remark("blank-line")));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void everyKindOfLineIsRecognised(String text, LineBody expected) {
        assertThat(LineBody.of(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "Brk(NULL) = 1",
                "+++ gone +++",
                "+++ exited with 0",
                "strace: Cannot find x",
                "<... resumed>) = 0",
                "% time     seconds  usecs/call     calls    errors syscall",
                ") = 0",
                "--- SIGCHLD"
            })
    void otherTextIsNot(String text) {
        assertThat(LineBody.of(text)).isEmpty();
    }
}
