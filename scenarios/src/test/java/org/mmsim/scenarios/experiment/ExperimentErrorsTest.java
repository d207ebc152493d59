package org.mmsim.scenarios.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.Library;

class ExperimentErrorsTest {

    /** What is replaced in {@link Given#SMALL}, by what, and what the loader says then. */
    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(
                        "mmsim-experiment: 1",
                        "mmsim-experiment: 2",
                        "mmsim-experiment: \"2\" is not known (e.yaml:1:19)",
                        "allowed: 1"),
                arguments(
                        "plots:",
                        "plot:",
                        "unknown key \"plot\" in the document (e.yaml:53:1)",
                        "did you mean \"plots\"? allowed: mmsim-experiment, name, description, variants, parameters,"
                                + " metrics, runs, tables, plots, published, shapes, sources"),
                arguments(
                        "  always: {kernel.lockless_walk: always}",
                        "  Always: {kernel.lockless_walk: always}",
                        "variants.Always: the name is not valid (e.yaml:5:11)",
                        "allowed: lower-case letters, digits and hyphens, such as power9-128"),
                arguments(
                        "  mail: somebody",
                        "  Mail: somebody",
                        "sources.Mail: the name is not valid (e.yaml:71:9)",
                        "allowed: lower-case letters, digits and hyphens, such as power9-128"),
                arguments(
                        "{kernel.lockless_walk: always}",
                        "{kernel..lockless_walk: always}",
                        "not a dotted path: \"kernel..lockless_walk\" (e.yaml:5:12)",
                        "allowed: kernel.lockless_walk: always"),
                arguments(
                        "{kernel.lockless_walk: always}",
                        "{kernel.lockless_walk: allways}",
                        "lockless_walk: \"allways\" is not known (e.yaml:5:34)",
                        "did you mean \"always\"? allowed: always, shared-counter, percpu-counter, none-needed,"
                                + " shared-counter-no-walker-barrier, shared-counter-no-unmap-barrier, never"),
                arguments(
                        "{parameters.workers: 3}",
                        "{parameters.worker: 3}",
                        "no parameter \"worker\" (e.yaml:15:11)",
                        "did you mean \"workers\"? allowed: size, workers, walkers, pause"),
                arguments(
                        "{parameters.workers: 3}",
                        "{parameters.workers: 4}",
                        "cpus: CPU 4 is out of range (library/scenarios/lockless-munmap-small.yaml:33:33, $workers from"
                                + " e.yaml:15:31)",
                        "allowed: 0 to 3 on machine power9-4"),
                arguments(
                        "munmap_ns: {value: munmap_ns}",
                        "munmap_ns: {value: unmap_ns}",
                        "neither a metric of an operation nor a counter: \"unmap_ns\" (e.yaml:27:22)",
                        "did you mean \"munmap_ns\"? allowed: gup_fast_ns, munmap_ns, pte_pointer_ns, touch_ns, their"
                                + " _count, _min and _max, or a counter"),
                arguments(
                        "{value: ipi_sent}",
                        "{value: ipi_sent, per: gup_fast_ns_mean}",
                        "neither a metric of an operation nor a counter: \"gup_fast_ns_mean\" (e.yaml:30:32)",
                        "allowed: gup_fast_ns, munmap_ns, pte_pointer_ns, touch_ns, their"
                                + " _count, _min and _max, or a counter"),
                arguments(
                        "scenario: lockless-munmap-small",
                        "scenario: lockless",
                        "scenario: neither in the library nor a file (\"lockless\"), named at e.yaml:35:15",
                        "allowed: " + String.join(", ", Library.SCENARIOS.names()) + ", or a path"),
                arguments(
                        "variants: [always, none-needed]",
                        "variants: [always, none]",
                        "no variant \"none\" (e.yaml:38:24)",
                        "allowed: always, shared-counter, percpu-counter, none-needed"),
                arguments(
                        "matrix: {size: [16MiB], cpus: [2]",
                        "matrix: {size: [8MiB], cpus: [2]",
                        "no value of size \"8MiB\" (e.yaml:39:21)",
                        "allowed: 16MiB, 32MiB"),
                arguments(
                        "matrix: {size: [16MiB], cpus: [2]",
                        "matrix: {size: [16MiB], cpu: [2]",
                        "no parameter \"cpu\" (e.yaml:39:29)",
                        "did you mean \"cpus\"? allowed: cpus, walkers, size"),
                arguments(
                        "size: [16MiB, 32MiB]",
                        "size: [" + "16MiB, ".repeat(100) + "32MiB]",
                        "matrix: more than 1000 runs (e.yaml:36:13)",
                        ""),
                arguments(
                        "size: [16MiB, 32MiB]",
                        "size: [16MiB, 16MiB, 32MiB]",
                        "two runs for one cell of the table \"alone\" (e.yaml:41:3)",
                        "for example always, size 16MiB, cpus 1, walkers 0 and always, size 16MiB, cpus 1, walkers 0"),
                arguments(
                        "where: {size: 16MiB, walkers: 0}",
                        "where: {size: 16MiB}",
                        "no run is in the table \"alone\" (e.yaml:41:3)",
                        "allowed: by and where that name every parameter of some runs"),
                arguments(
                        "metric: munmap_per_huge_page_ns",
                        "metric: munmap_per_page",
                        "no metric \"munmap_per_page\" (e.yaml:43:13)",
                        "allowed: munmap_ns, munmap_per_huge_page_ns, ipis_per_huge_page, ipis, tlbies, pte_pointer_ns,"
                                + " walks_per_ms"),
                arguments(
                        "metric: munmap_per_huge_page_ns",
                        "metric: ipis",
                        "a plot shows times or numbers, not both: ipis and munmap_per_huge_page_ns (e.yaml:55:21)",
                        ""),
                arguments(
                        "    where: {size: 16MiB, walkers: 2}\n    by: cpus",
                        "    where: {size: 16MiB, cpus: 2}\n    by: walkers",
                        "a plot by walkers needs numbers above 0, not \"0\" (e.yaml:55:21)",
                        ""),
                arguments(
                        "tables: [alone, walked]",
                        "tables: [alone, strolled]",
                        "no table \"strolled\" (e.yaml:55:21)",
                        "allowed: alone, walked"),
                arguments(
                        "where: {size: 32MiB, cpus: 4, walkers: 0}",
                        "where: {size: 32MiB, walkers: 0}",
                        "published: 3 runs have this figure, not 1 (e.yaml:58:5)",
                        ""),
                arguments("value: 1ms", "value: 0", "published: value is 0 (e.yaml:58:5)", ""),
                arguments(
                        "value: 1ms",
                        "value: 1",
                        "value: \"1\" has no unit (e.yaml:61:12)",
                        "allowed: a number with ns, us, ms or s, such as 1.5us"),
                arguments(
                        "source: mail",
                        "source: mail\n    quick: {where: {size: 16MiB, cpus: 2}, times: 2}",
                        "quick: 2 runs have these values, not 1 (e.yaml:64:12)",
                        ""),
                arguments(
                        "    equals: 48",
                        "    max: 48\n    equals: 48",
                        "shapes: bounds beside equals (e.yaml:73:5)",
                        "allowed: equals, or min, max or both"),
                arguments(
                        "    equals: 48\n",
                        "",
                        "shapes: no bound (e.yaml:73:5)",
                        "allowed: equals, or min, max or both"),
                arguments(
                        "min: 1.8",
                        "min: little",
                        "shapes[1].min: expected a number, found a text \"little\" (e.yaml:81:10)",
                        "allowed: a number"),
                arguments(
                        "    to: {variant: always, where: {size: 16MiB, cpus: 4, walkers: 0}}\n",
                        "",
                        "shapes: a time by itself is no shape (e.yaml:77:5)",
                        "allowed: a run to compare it to, or a count"),
                arguments(
                        "    to: {variant: always, where: {size: 16MiB, cpus: 4, walkers: 0}}",
                        "    to: {variant: always, where: {size: 16MiB, cpus: 4, walkers: 2}}",
                        "shapes: 0 runs have these values, not 1 (e.yaml:80:9)",
                        ""),
                arguments("source: mail", "source: post", "no source \"post\" (e.yaml:63:13)", "allowed: mail"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesAreNamedWithTheirPlace(String right, String wrong, String message, String hint) {
        String text = Given.SMALL.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong));
        assertThat(text).isNotEqualTo(Given.SMALL);

        InputException complaint =
                Objects.requireNonNull(catchThrowableOfType(InputException.class, () -> Given.read(text)));

        assertThat(complaint).hasMessage(message);
        assertThat(complaint.hint()).isEqualTo(hint);
    }
}
