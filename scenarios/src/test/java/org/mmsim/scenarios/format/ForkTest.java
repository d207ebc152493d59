package org.mmsim.scenarios.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmsim.engine.workload.Op;
import org.mmsim.engine.workload.Workload.ProcessSpec;
import org.mmsim.scenarios.InputException;

class ForkTest {

    private static final long TOP = 0x7fff_0000_0000L;
    private static final long MIB = 1L << 20;

    /** A document on power9-4; every process has one thread, and its program is the text behind its name. */
    private static String processes(String... namesAndPrograms) {
        StringBuilder text = new StringBuilder("mmsim: 1\nname: s\ndescription: d\nmachine: power9-4\nprocesses:\n");
        for (String process : namesAndPrograms) {
            int space = process.indexOf(' ');
            text.append("  - {name: ")
                    .append(process, 0, space)
                    .append(", threads: [{name: t, cpu: 0, run: [")
                    .append(process.substring(space + 1))
                    .append("]}]}\n");
        }
        return text.toString();
    }

    private static List<Op> program(Scenario scenario, int process) {
        return scenario.workload().processes().get(process).threads().get(0).program();
    }

    @Test
    void aProcessThatAForkNamesBeginsWithTheFork() {
        Scenario scenario = Given.read(processes("child exit: {}", "main fork: {process: child}", "other exit: {}"));

        assertThat(scenario.workload().processes().stream().map(ProcessSpec::forked))
                .containsExactly(true, false, false);
        assertThat(program(scenario, 1)).containsExactly(new Op.Fork(1, ""));
    }

    @Test
    void aChildNamesWhatItsForefathersHaveMapped() {
        Scenario scenario = Given.read(processes(
                "grandchild touch: {of: buf}, touch: {of: more}",
                "child map: {name: more, size: 2MiB}, unmap: {of: buf}, fork: {process: grandchild}",
                "main map: {name: buf, size: 2MiB}, fork: {process: child}"));

        assertThat(program(scenario, 0))
                .containsExactly(
                        new Op.Touch(TOP - 2 * MIB, 2 * MIB, 65536, true, 0, false, ""),
                        new Op.Touch(TOP - 4 * MIB, 2 * MIB, 65536, true, 0, false, ""));
    }

    @Test
    void aNameOfTheChildsOwnComesFirst() {
        Scenario scenario = Given.read(processes(
                "main map: {name: buf, size: 2MiB}, fork: {process: child}",
                "child map: {name: buf, size: 2MiB}, touch: {of: buf}"));

        assertThat(program(scenario, 1)).endsWith(new Op.Touch(TOP - 4 * MIB, 2 * MIB, 65536, true, 0, false, ""));
    }

    @Test
    void aChildMapsAroundWhatItsParentMapsAtAddresses() {
        Scenario scenario = Given.read(processes(
                "main map: {size: 2MiB, at: 0x7ffeffe00000}, fork: {process: child}", "child map: {size: 2MiB}"));

        assertThat(((Op.Map) program(scenario, 1).get(0)).va()).isEqualTo(TOP - 4 * MIB);
    }

    @Test
    void aChildMayMapWhatItsParentHadUnmappedOrHidesFromItOrItUnmapsItself() {
        String map = "map: {size: 2MiB, at: 0x100000000}";
        String unmap = "unmap: {size: 2MiB, at: 0x100000000}";
        String hide = "madvise: {size: 2MiB, at: 0x100000000, advice: MADV_DONTFORK}";

        for (String parent : List.of(map + ", " + unmap, map + ", " + hide)) {
            assertThat(Given.complaintAbout(
                            () -> Given.read(processes("main " + parent + ", fork: {process: child}", "child " + map))))
                    .isNull();
        }
        assertThat(Given.complaintAbout(() -> Given.read(
                        processes("main " + map + ", fork: {process: child}", "child " + unmap + ", " + map))))
                .isNull();
    }

    @Test
    void whatAnotherThreadOfTheParentUnmapsMayBeGoneAtTheFork() {
        String map = "map: {size: 2MiB, at: 0x100000000}";
        String text = "mmsim: 1\nname: s\ndescription: d\nmachine: power9-4\nprocesses:\n"
                + "  - name: main\n    threads:\n"
                + "      - {name: t, cpu: 0, run: [" + map + ", fork: {process: child}]}\n"
                + "      - {name: u, cpu: 1, run: [unmap: {size: 2MiB, at: 0x100000000}]}\n"
                + "  - {name: child, threads: [{name: t, cpu: 0, run: [" + map + "]}]}\n";

        assertThat(Given.complaintAbout(() -> Given.read(text))).isNull();
    }

    @Test
    void whoeverNobodyForksIsOnlyChecked() {
        String text = "mmsim: 1\nname: s\ndescription: d\nmachine: power9-4\nprocesses:\n"
                + "  - name: main\n    threads:\n"
                + "      - {name: t, cpu: 0, run: [barrier: b]}\n"
                + "      - {name: g, cpus: {first: 0, count: 0}, run: [fork: {process: child}]}\n"
                + "  - {name: child, threads: [{name: t, cpu: 0, run: [barrier: b, fork: {process: grandchild}]}]}\n"
                + "  - {name: grandchild, threads: [{name: t, cpu: 0, run: [barrier: b]}]}\n";

        Scenario scenario = Given.read(text);

        assertThat(program(scenario, 0)).containsExactly(new Op.Barrier(0, 1, ""));
        assertThat(scenario.workload().processes().get(1)).isEqualTo(new ProcessSpec("child", List.of(), true));
        assertThat(scenario.workload().processes().get(2)).isEqualTo(new ProcessSpec("grandchild", List.of(), true));
    }

    static Stream<Arguments> wrong() {
        String map = "map: {name: buf, size: 2MiB, at: 0x100000000}";
        return Stream.of(
                arguments(
                        processes("main fork: {process: chidl}", "child exit: {}"),
                        "process: no process \"chidl\" (s.yaml:6:68)",
                        "did you mean \"child\"? allowed: main, child"),
                arguments(
                        processes("main fork: {process: child}, fork: {process: child}", "child exit: {}"),
                        "process: \"child\" is forked twice (s.yaml:6:92)",
                        "forked first at s.yaml:6:68"),
                arguments(
                        processes("main repeat: {times: 1, run: [fork: {process: child}]}", "child exit: {}"),
                        "process: a repeat would fork \"child\" again and again (s.yaml:6:93)",
                        "allowed: one fork for each process"),
                arguments(
                        processes("main fork: {process: child}", "child exit: {}")
                                .replace(
                                        "name: child, threads: [{name: t, cpu: 0",
                                        "name: child, threads: [{name: t, cpus: {first: 0, count: 0}"),
                        "process: \"child\" would have no threads (s.yaml:6:68)",
                        "allowed: a process in which some group has a count above 0"),
                arguments(
                        processes("main exit: {}", "a fork: {process: b}", "b fork: {process: a}"),
                        "process: \"b\" would descend from itself (s.yaml:7:65)",
                        ""),
                arguments(
                        processes("main fork: {process: main}"),
                        "process: \"main\" would descend from itself (s.yaml:6:68)",
                        ""),
                arguments(
                        processes("main fork: {process: child}, " + map, "child touch: {of: buf}"),
                        "of: \"buf\" is mapped only after the fork (s.yaml:7:65)",
                        "allowed: none"),
                arguments(
                        processes("main " + map + ", fork: {process: child}", "child " + map),
                        "mapping 0x100000000..0x100200000 overlaps one that is still mapped (s.yaml:7:58)",
                        "it overlaps 0x100000000..0x100200000, mapped at s.yaml:6:57"),
                arguments(
                        processes(
                                "main " + map + ", madvise: {of: buf, advice: MADV_DONTFORK},"
                                        + " madvise: {of: buf, advice: MADV_DOFORK}, fork: {process: child}",
                                "child " + map),
                        "mapping 0x100000000..0x100200000 overlaps one that is still mapped (s.yaml:7:58)",
                        "it overlaps 0x100000000..0x100200000, mapped at s.yaml:6:57"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aWrongForkIsNamedWithItsPlace(String text, String message, String hint) {
        InputException e = Given.complaintAbout(() -> Given.read(text));

        assertThat(e).isNotNull().hasMessage(message);
        assertThat(e.hint()).isEqualTo(hint);
    }

    @Test
    void theThreadsOfAGroupWouldForkOneProcessSeveralTimes() {
        InputException e = Given.complaintAbout(
                () -> Given.read(Given.withThreads("- {name: g, cpus: {first: 0, count: 2}, run: [fork: {process: B}]}")
                        + "  - {name: B, threads: [{name: t, cpu: 0, run: []}]}\n"));

        assertThat(e).hasMessage("process: each thread \"g\" would fork \"B\" (s.yaml:8:69)");
    }
}
