package org.mmsim.scenarios.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmsim.engine.profile.CostId;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.Library;
import org.mmsim.scenarios.yaml.Text;

class ScenarioErrorsTest {

    private static final String COSTS = Text.allowed(
            "ipi_snd",
            Stream.concat(Stream.of("all"), Arrays.stream(CostId.values()).map(CostId::label))
                    .toList());
    private static final String ADVICE = "MADV_NORMAL, MADV_RANDOM, MADV_SEQUENTIAL, MADV_WILLNEED, MADV_DONTNEED,"
            + " MADV_FREE, MADV_REMOVE, MADV_DONTFORK, MADV_DOFORK, MADV_MERGEABLE, MADV_UNMERGEABLE, MADV_HUGEPAGE,"
            + " MADV_NOHUGEPAGE, MADV_DONTDUMP, MADV_DODUMP, MADV_WIPEONFORK, MADV_KEEPONFORK, MADV_COLD, MADV_PAGEOUT,"
            + " MADV_POPULATE_READ, MADV_POPULATE_WRITE, MADV_DONTNEED_LOCKED, MADV_COLLAPSE, MADV_GUARD_INSTALL,"
            + " MADV_GUARD_REMOVE";
    private static final String MAP = "map: {name: buf, size: 4MiB}";
    private static final String SIZES = "allowed: an integer with B, KiB, MiB, GiB or TiB, such as 2MiB";
    private static final String TIMES = "allowed: a number with ns, us, ms or s, such as 1.5us";

    static Stream<Arguments> operations() {
        return Stream.of(
                op(
                        "mpa: {size: 2MiB}",
                        "unknown key \"mpa\" in threads[0].run[1] (s.yaml:12:13)",
                        "did you mean \"map\"? allowed: map, touch, unmap, walk, compute, sleep, barrier, signal, repeat,"
                                + " exit, fork, protect, madvise, remap, lock, unlock, pin, unpin, mincore, drain,"
                                + " shrink, revoke, brk"),
                op("{}", "threads[0].run[1]: a key is missing (s.yaml:12:13)", "allowed: one operation"),
                op(
                        "{exit: {}, signal: x}",
                        "threads[0].run[1]: too many keys (s.yaml:12:13)",
                        "allowed: one operation"),
                op(
                        "exit",
                        "threads[0].run[1]: expected a mapping, found a text \"exit\" (s.yaml:12:13)",
                        "allowed: one operation"),
                op("exit:", "run[1].exit: expected a mapping, found nothing (s.yaml:12:18)", ""),
                op(
                        "map: {szie: 2MiB}",
                        "unknown key \"szie\" in run[1].map (s.yaml:12:19)",
                        "did you mean \"size\"? allowed: name, size, at, write, huge, shared, populate, device, metric"),
                op(
                        "map: {size: 64KiB, device: fb, huge: false}",
                        "\"huge\" does not go with \"device\" (s.yaml:12:44)",
                        "allowed: name, size, at, write and metric"),
                op("revoke: {device: fb}", "device: nobody maps a device \"fb\" (s.yaml:12:30)", "allowed: none"),
                op("map: {name: x}", "key \"size\" missing in run[1].map (s.yaml:12:18)", ""),
                op("map: {size: 4096}", "map.size: \"4096\" has no unit (s.yaml:12:25)", SIZES),
                op("map: {size: 2MB}", "map.size: \"2MB\" has unknown unit \"MB\" (s.yaml:12:25)", SIZES),
                op("map: {size: 2ms}", "map.size: \"2ms\" has unknown unit \"ms\" (s.yaml:12:25)", SIZES),
                op("map: {size: 0}", "size: must be more than 0 (s.yaml:12:25)", ""),
                op(
                        "map: {size: 100KiB}",
                        "size: \"100KiB\" is not a multiple of the base page (s.yaml:12:25)",
                        "allowed: multiples of 64KiB"),
                op(
                        "map: {size: 4097TiB}",
                        "size: \"4097TiB\" is more than the address space (s.yaml:12:25)",
                        "allowed: up to 4096TiB"),
                op(
                        "map: {size: 128TiB}",
                        "size: no room for 128TiB in the address space of the process (s.yaml:12:25)",
                        ""),
                op(
                        "map: {size: 2MiB, at: 4096}",
                        "at: \"4096\" is not an address (s.yaml:12:35)",
                        "allowed: a hexadecimal address such as 0x7fff00000000"),
                op(
                        "map: {size: 2MiB, at: 0xg}",
                        "map.at: \"0xg\" is not valid (s.yaml:12:35)",
                        "allowed: a hexadecimal address such as 0x7fff00000000"),
                op(
                        "map: {size: 2MiB, at: 0x1000}",
                        "at: \"0x1000\" is outside the address space (s.yaml:12:35)",
                        "allowed: 0x10000..0x10000000000000"),
                op(
                        "map: {size: 2MiB, at: 0xffffffffffff0000}",
                        "at: \"0xffffffffffff0000\" is outside the address space (s.yaml:12:35)",
                        "allowed: 0x10000..0x10000000000000"),
                op(
                        "map: {size: 2MiB, at: 0xfffffffff0000}",
                        "at: \"0xfffffffff0000\" is outside the address space (s.yaml:12:35)",
                        "allowed: 0x10000..0x10000000000000"),
                op(
                        "map: {size: 2MiB, at: 0x100001000}",
                        "at: \"0x100001000\" is not a multiple of the base page (s.yaml:12:35)",
                        "allowed: multiples of 64KiB"),
                op(
                        "map: {size: 2MiB, name: buf}",
                        "name: \"buf\" given to two mappings (s.yaml:12:37)",
                        "given first at s.yaml:11:25"),
                op(
                        "map: {size: 2MiB, name: a b}",
                        "map.name: \"a b\" is not valid (s.yaml:12:37)",
                        "allowed: letters, digits, _ and -"),
                op(
                        "map: {size: 2MiB, huge: yes}",
                        "map.huge: expected true or false, found a text \"yes\" (s.yaml:12:37)",
                        ""),
                op(
                        "map: {size: 2MiB, at: 0x7ffeffc00000}",
                        "mapping 0x7ffeffc00000..0x7ffeffe00000 overlaps one that is still mapped (s.yaml:13:18)",
                        "it overlaps 0x7ffeffc00000..0x7ffeffe00000, mapped at s.yaml:12:18",
                        "map: {size: 2MiB, at: 0x7ffeffc00000}"),
                op("touch: {of: bfu}", "of: no mapping \"bfu\" (s.yaml:12:25)", "did you mean \"buf\"? allowed: buf"),
                op(
                        "touch: {}",
                        "key \"at\" missing in run[1].touch (s.yaml:12:20)",
                        "allowed: either of, or at and size"),
                op(
                        "touch: {at: 0x100000}",
                        "key \"size\" missing in run[1].touch (s.yaml:12:20)",
                        "allowed: either of, or at and size"),
                op(
                        "touch: {of: buf, at: 0x100000}",
                        "\"at\" does not go with \"of\" (s.yaml:12:30)",
                        "allowed: of, from and size, or at and size"),
                op(
                        "unmap: {at: 0x100000, size: 2MiB, from: 1MiB}",
                        "\"from\" does not go with \"at\" (s.yaml:12:47)",
                        "allowed: of, from and size, or at and size"),
                op(
                        "touch: {of: buf, from: 4MiB}",
                        "from: \"4MiB\" reaches beyond the mapping \"buf\" (s.yaml:12:36)",
                        "allowed: its 4MiB"),
                op(
                        "touch: {of: buf, from: 1MiB, size: 4MiB}",
                        "size: \"4MiB\" reaches beyond the mapping \"buf\" (s.yaml:12:48)",
                        "allowed: its 4MiB"),
                op("touch: {of: buf, stride: 0}", "stride: must be more than 0 (s.yaml:12:38)", ""),
                op(
                        "touch: {of: buf, access: rite}",
                        "touch.access: \"rite\" is not known (s.yaml:12:38)",
                        "did you mean \"write\"? allowed: read, write"),
                op(
                        "unmap: {of: buf, from: 4KiB}",
                        "from: \"4KiB\" is not a multiple of the base page (s.yaml:12:36)",
                        "allowed: multiples of 64KiB"),
                op(
                        "unmap: {of: buf, size: 4KiB}",
                        "size: \"4KiB\" is not a multiple of the base page (s.yaml:12:36)",
                        "allowed: multiples of 64KiB"),
                op(
                        "unmap: {of: buf, metric: Munmap}",
                        "unmap.metric: \"Munmap\" is not valid (s.yaml:12:38)",
                        "allowed: lower-case letters, digits and underscores, ending in _ns"),
                op(
                        "walk: {of: buf}",
                        "key \"walker\" missing in run[1].walk (s.yaml:12:19)",
                        "allowed: either of, or at and size"),
                op(
                        "walk: {of: buf, walker: gup}",
                        "walk.walker: \"gup\" is not known (s.yaml:12:37)",
                        "allowed: gup-fast, pte-pointer"),
                op("walk: {of: buf, walker: gup-fast, hold: 5}", "walk.hold: \"5\" has no unit (s.yaml:12:53)", TIMES),
                op("compute: 5GiB", "run[1].compute: \"5GiB\" has unknown unit \"GiB\" (s.yaml:12:22)", TIMES),
                op("compute: 0.5ns", "compute: \"0.5ns\" is not a whole number of ns (s.yaml:12:22)", TIMES),
                op("compute: [5us]", "run[1].compute: expected a single value, found a list (s.yaml:12:22)", TIMES),
                op("sleep: {metric: a_ns}", "key \"time\" missing in run[1].sleep (s.yaml:12:20)", ""),
                op(
                        "repeat: {run: []}",
                        "run[1].repeat: a key is missing (s.yaml:12:21)",
                        "allowed: run, and either times or until"),
                op(
                        "repeat: {run: [], times: 1, until: x}",
                        "run[1].repeat: too many keys (s.yaml:12:21)",
                        "allowed: run, and either times or until"),
                op(
                        "repeat: {run: [], times: 0}",
                        "repeat.times: \"0\" is out of range (s.yaml:12:38)",
                        "allowed: 1 to 1000000000000"),
                op(
                        "repeat: {run: [], times: many}",
                        "repeat.times: \"many\" is not valid (s.yaml:12:38)",
                        "allowed: 1 to 1000000000000"),
                op(
                        "repeat: {run: [], until: done}",
                        "until: no thread signals \"done\" (s.yaml:12:38)",
                        "allowed: none"),
                op(
                        "repeat: {until: doen, run: [signal: done]}",
                        "until: no thread signals \"doen\" (s.yaml:12:29)",
                        "did you mean \"done\"? allowed: done"),
                op(
                        "repeat: {times: 2, run: [map: {size: 2MiB}]}",
                        "mapping 0x7ffeffa00000..0x7ffeffc00000 is still mapped when the repeat comes round again"
                                + " (s.yaml:12:43)",
                        "allowed: a map in a repeat must be unmapped in it"),
                op("fork: {process: B}", "process: no process \"B\" (s.yaml:12:29)", "allowed: A"),
                op(
                        "madvise: {of: buf, advice: MADV_DONTNEDE}",
                        "madvise.advice: \"MADV_DONTNEDE\" is not known (s.yaml:12:40)",
                        "did you mean \"MADV_DONTNEED\"? allowed: " + ADVICE),
                op(
                        "protect: {of: buf, access: write}",
                        "protect.access: \"write\" is not known (s.yaml:12:40)",
                        "allowed: none, read, read-write"),
                op(
                        "protect: {of: buf, size: 4KiB, access: read}",
                        "size: \"4KiB\" is not a multiple of the base page (s.yaml:12:38)",
                        "allowed: multiples of 64KiB"),
                op(
                        "remap: {of: buf, to: 0x7ffeffd00000}",
                        "to: \"0x7ffeffd00000\" overlaps what is to be moved (s.yaml:12:34)",
                        "mremap moves 0x7ffeffc00000..0x7fff00000000 only to where it is not"),
                op(
                        "remap: {of: buf, to: 0x100000000, new_size: 8MiB, keep: true}",
                        "new_size: \"8MiB\" does not go with keep (s.yaml:12:57)",
                        "allowed: 4MiB"),
                op(
                        "remap: {of: buf, to: 0x100001000}",
                        "to: \"0x100001000\" is not a multiple of the base page (s.yaml:12:34)",
                        "allowed: multiples of 64KiB"),
                op("lock: {all: false}", "lock.all: \"false\" is not known (s.yaml:12:25)", "allowed: true"),
                op(
                        "lock: {on_fault: true}",
                        "key \"at\" missing in run[1].lock (s.yaml:12:19)",
                        "allowed: all, or either of, or at and size"),
                op("unpin: {name: p}", "name: no pin \"p\" (s.yaml:12:27)", "allowed: none"),
                op(
                        "pin: {name: p, of: buf}",
                        "name: \"p\" given to two pins (s.yaml:13:25)",
                        "given first at s.yaml:12:25",
                        "pin: {name: p, of: buf}"),
                op(
                        "repeat: {times: 2, run: [unpin: {name: p}, pin: {name: p, of: buf}]}",
                        "name: \"p\" is still pinned when the repeat comes round again (s.yaml:12:68)",
                        "allowed: a pin in a repeat must be followed by its unpin there"),
                op(
                        "barrier: 7",
                        "run[1].barrier: expected a text, found a number \"7\" (s.yaml:12:22)",
                        "allowed: letters, digits, _ and -"),
                op("barrier: $b", "no parameter \"b\" for \"$b\" (s.yaml:12:22)", "allowed: none"));
    }

    private static Arguments op(String op, String message, String hint, String... more) {
        return arguments(more.length == 0 ? new String[] {MAP, op} : new String[] {MAP, op, more[0]}, message, hint);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void aWrongOperationIsNamedWithItsPlace(String[] ops, String message, String hint) {
        assertComplaint(Given.withProgram(ops), message, hint);
    }

    static Stream<Arguments> threads() {
        return Stream.of(
                thread(
                        "- {name: t, cpu: 4, run: []}",
                        "cpu: CPU 4 is out of range (s.yaml:8:24)",
                        "allowed: 0 to 3 on machine power9-4"),
                thread(
                        "- {name: t, cpu: -1, run: []}",
                        "threads[0].cpu: \"-1\" is out of range (s.yaml:8:24)",
                        "allowed: the number of a CPU, from 0"),
                thread(
                        "- {name: t, cpu: 1.5, run: []}",
                        "threads[0].cpu: \"1.5\" is not valid (s.yaml:8:24)",
                        "allowed: the number of a CPU, from 0"),
                thread(
                        "- {name: t, cpus: {first: 2, count: 3}, run: []}",
                        "cpus: CPU 4 is out of range (s.yaml:8:43)",
                        "allowed: 0 to 3 on machine power9-4"),
                thread(
                        "- {name: t, cpus: {last: 2, count: 4}, run: []}",
                        "cpus: CPU -1 is out of range (s.yaml:8:42)",
                        "allowed: 0 to 3 on machine power9-4"),
                thread(
                        "- {name: t, cpus: {last: 4, count: 0}, run: []}",
                        "last: CPU 4 is out of range (s.yaml:8:32)",
                        "allowed: 0 to 3 on machine power9-4"),
                thread(
                        "- {name: t, cpus: {first: 0, last: 1, count: 2}, run: []}",
                        "threads[0].cpus: too many keys (s.yaml:8:25)",
                        "allowed: count, and either first or last"),
                thread(
                        "- {name: t, cpus: {count: 2}, run: []}",
                        "threads[0].cpus: a key is missing (s.yaml:8:25)",
                        "allowed: count, and either first or last"),
                thread(
                        "- {name: t, run: []}",
                        "processes[0].threads[0]: a key is missing (s.yaml:8:9)",
                        "allowed: name, run, and either cpu or cpus"),
                thread(
                        "- {name: t, cpu: 0, cpus: {first: 0, count: 1}, run: []}",
                        "processes[0].threads[0]: too many keys (s.yaml:8:9)",
                        "allowed: name, run, and either cpu or cpus"),
                thread(
                        "- {name: t, cpu: 0}",
                        "key \"run\" missing in processes[0].threads[0] (s.yaml:8:9)",
                        "allowed: name, run, and either cpu or cpus"),
                thread(
                        "- {name: t-1, cpu: 0, run: []}\n      - {name: t, cpus: {first: 0, count: 1}, run: []}",
                        "two threads named \"t-1\" (s.yaml:9:16)",
                        "the first is at s.yaml:8:16"),
                thread(
                        "- {name: t, cpus: {first: 0, count: 2}, run: [map: {size: 2MiB, at: 0x100000000}]}",
                        "at: each thread \"t\" would map the same address (s.yaml:8:75)",
                        ""),
                thread(
                        "- {name: t, cpus: {first: 0, count: 0}, run: [touch: {of: x}]}",
                        "of: no mapping \"x\" (s.yaml:8:65)",
                        "allowed: none"),
                thread(
                        "- {name: t, cpu: 0, run: [repeat: {until: f, run: []}]}\n"
                                + "      - {name: u, cpus: {first: 0, count: 0}, run: [signal: f]}",
                        "until: no thread signals \"f\" (s.yaml:8:49)",
                        "allowed: none"));
    }

    private static Arguments thread(String lines, String message, String hint) {
        return arguments(lines, message, hint);
    }

    @ParameterizedTest
    @MethodSource("threads")
    void aWrongThreadIsNamedWithItsPlace(String lines, String message, String hint) {
        assertComplaint(Given.withThreads(lines), message, hint);
    }

    static Stream<Arguments> documents() {
        return Stream.of(
                document("mmsim: 1", "mmsim: 2", "mmsim: \"2\" is not known (s.yaml:1:8)", "allowed: 1"),
                document("mmsim: 1\n", "", "key \"mmsim\" missing in the document (s.yaml:1:1)", "allowed: a scenario"),
                document(
                        "name: given",
                        "name: Given",
                        "name: \"Given\" is not valid (s.yaml:2:7)",
                        "allowed: lower-case letters, digits and hyphens, such as power9-128"),
                document(
                        "description: for a test",
                        "description: |\n  two\n  lines",
                        "description: \"two\\nlines\\n\" is not valid (s.yaml:3:14)",
                        "allowed: a text of one line"),
                document(
                        "machine: power9-4",
                        "machine: power9-5",
                        "machine: neither in the library nor a file (\"power9-5\"), named at s.yaml:4:10",
                        "did you mean \"power9-4\"? allowed: " + String.join(", ", Library.PROFILES.names())
                                + ", or a path"),
                document(
                        "machine: power9-4",
                        "machine: no/such.yaml",
                        "machine: no such file (no/such.yaml), named at s.yaml:4:10",
                        ""),
                document(
                        "machine: power9-4",
                        "machine: 4",
                        "machine: expected a text, found a number \"4\" (s.yaml:4:10)",
                        "allowed: the name of a profile, the path of a profile file, or a profile"),
                document(
                        "machine: power9-4",
                        "machine: {name: x}",
                        "key \"mmsim-profile\" missing in machine (s.yaml:4:10)",
                        "allowed: a machine profile"),
                document(
                        "machine: power9-4",
                        "seed: 1",
                        "key \"machine\" missing in the document (s.yaml:1:1)",
                        "allowed: a scenario"),
                document(
                        "machine: power9-4",
                        "machine: power9-4\nseeed: 7",
                        "unknown key \"seeed\" in the document (s.yaml:5:1)",
                        "did you mean \"seed\"? allowed: mmsim, name, description, machine, seed, granularity, parameters,"
                                + " kernel, thp, jitter, processes, expect"),
                document(
                        "machine: power9-4",
                        "machine: power9-4\nseed: 9223372036854775808",
                        "seed: \"9223372036854775808\" is out of range (s.yaml:5:7)",
                        "allowed: 0 to 9223372036854775807"),
                document(
                        "machine: power9-4",
                        "machine: power9-4\ngranularity: course",
                        "granularity: \"course\" is not known (s.yaml:5:14)",
                        "allowed: batch, fine"),
                document(
                        "machine: power9-4",
                        "machine: power9-4\nkernel: {lockless_walk: allways}",
                        "lockless_walk: \"allways\" is not known (s.yaml:5:25)",
                        "did you mean \"always\"? allowed: always, shared-counter, percpu-counter, none-needed"),
                document(
                        "machine: power9-4",
                        "machine: power9-4\nkernel: {mmcpumask: lazy}",
                        "unknown key \"mmcpumask\" in kernel (s.yaml:5:10)",
                        "did you mean \"mm_cpumask\"? allowed: preset, lockless_walk, mm_cpumask"),
                document(
                        "machine: power9-4",
                        "machine: power9-4\nkernel: {preset: x86_64-6.12}",
                        "preset: \"x86_64-6.12\" does not run on powerpc-book3s64-radix (s.yaml:5:18)",
                        "allowed: none on powerpc-book3s64-radix"),
                document(
                        "machine: power9-4",
                        "machine: qemu-arm64\nkernel: {preset: arm64-6.13}",
                        "preset: \"arm64-6.13\" is not known (s.yaml:5:18)",
                        "did you mean \"arm64-6.12\"? allowed: arm64-6.12, arm64-6.18, arm64-6.12-a72"),
                document(
                        "machine: power9-4",
                        "machine: power9-4\nthp: {enabeld: never}",
                        "unknown key \"enabeld\" in thp (s.yaml:5:7)",
                        "did you mean \"enabled\"? allowed: enabled, defrag, use_zero_page,"
                                + " or a folio size such as 64KiB"),
                document(
                        "machine: power9-4",
                        "machine: power9-4\nthp: {512KiB: always, 1.5MiB: always}",
                        "unknown key \"1.5MiB\" in thp (s.yaml:5:23)",
                        "allowed: enabled, defrag, use_zero_page, or a folio size such as 64KiB"),
                document(
                        "machine: power9-4",
                        "machine: power9-4\nthp: {enabled: inherit}",
                        "thp.enabled: \"inherit\" is not known (s.yaml:5:16)",
                        "allowed: always, madvise, never"),
                document(
                        "machine: power9-4",
                        "machine: power9-4\nthp: {512KiB: sometimes}",
                        "thp.512KiB: \"sometimes\" is not known (s.yaml:5:15)",
                        "allowed: always, inherit, madvise, never"),
                document(
                        "machine: power9-4",
                        "machine: power9-4\nthp: {128KiB: always}",
                        "thp: there are no folios of \"128KiB\" (s.yaml:5:7)",
                        "allowed: 256KiB, 512KiB, 1MiB, 2MiB"),
                document(
                        "machine: power9-4",
                        "machine: power9-4\nthp: {64KiB: never}",
                        "thp: \"64KiB\" is the base page, which faults may always use (s.yaml:5:14)",
                        "allowed: always"),
                document(
                        "machine: power9-4",
                        "machine: power9-4\nthp: {1MiB: always, 1024KiB: always}",
                        "thp: \"1024KiB\" given twice (s.yaml:5:21)",
                        ""),
                document(
                        "machine: power9-4",
                        "machine: power9-4\nparameters: {n: 1MiB}\nthp: {1MiB: always, $n: always}",
                        "key \"1MiB\" given twice (s.yaml:6:21, $n from s.yaml:5:17)",
                        ""),
                document(
                        "machine: power9-4",
                        "machine: power9-4\nparameters: {n: 1}",
                        "parameter \"n\" is not used (s.yaml:5:14)",
                        ""),
                document(
                        "machine: power9-4",
                        "machine: power9-4\nparameters: {n: [1]}",
                        "parameters.n: expected a single value, found a list (s.yaml:5:17)",
                        "allowed: a single value"),
                document(
                        "machine: power9-4",
                        "machine: power9-4\nparameters: [n]",
                        "parameters: expected a mapping, found a list (s.yaml:5:13)",
                        ""),
                document(
                        "machine: power9-4",
                        "machine: power9-4\njitter: {ipi_send: {kind: uniform}}",
                        "jitter: uniform needs a spread (s.yaml:5:20)",
                        "allowed: {kind: fixed}, or uniform or lognormal with a spread such as 10%"),
                document(
                        "machine: power9-4",
                        "machine: power9-4\njitter: {ipi_snd: {kind: fixed}}",
                        "unknown key \"ipi_snd\" in jitter (s.yaml:5:10)",
                        COSTS),
                document(
                        "processes:",
                        "processes:\n  - {name: A, threads: []}",
                        "processes[0].threads: the list is empty (s.yaml:6:24)",
                        ""),
                document(
                        "processes:",
                        "processes:\n  - {name: A, threads: [{name: t, cpu: 0, run: []}]}",
                        "two processes named \"A\" (s.yaml:7:11)",
                        "the first is at s.yaml:6:12"));
    }

    private static Arguments document(String line, String instead, String message, String hint) {
        return arguments(line, instead, message, hint);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void aWrongDocumentIsNamedWithItsPlace(String line, String instead, String message, String hint) {
        String text = Given.withProgram("exit: {}");
        assertThat(text).contains(line);

        assertComplaint(text.replace(line, instead), message, hint);
    }

    @Test
    void aNumberOfAMillionDigitsIsOutOfRange() {
        String digits = "9".repeat(1_000_000);

        assertComplaint(
                Given.withProgram("exit: {}") + "seed: " + digits + "\n",
                "seed: \"" + "9".repeat(60) + "…\" is out of range (s.yaml:12:7)",
                "allowed: 0 to 9223372036854775807");
        assertComplaint(
                Given.withProgram("compute: -" + digits),
                "run[0].compute: \"-" + "9".repeat(59) + "…\" is not a time (s.yaml:11:22)",
                TIMES);
    }

    static Stream<Arguments> expectations() {
        String forms =
                "allowed: one of metric, counter and violations; metric and counter with equals, or min or max or both";
        return Stream.of(
                arguments("{counter: ipi_sent}", "expect: not one expectation (s.yaml:13:5)", forms),
                arguments("{counter: ipi_sent, violations: 0}", "expect: not one expectation (s.yaml:13:5)", forms),
                arguments("{counter: c, equals: 1, max: 2}", "expect: not one expectation (s.yaml:13:5)", forms),
                arguments("{violations: 0, max: 2}", "expect: not one expectation (s.yaml:13:5)", forms),
                arguments("{min: 5}", "expect: not one expectation (s.yaml:13:5)", forms),
                arguments(
                        "{metric: other_ns, min: 1s}",
                        "metric: no operation measures \"other_ns\" (s.yaml:13:14)",
                        "allowed: sleep_ns"),
                arguments("{metric: sleep_ns, min: 2s, max: 1s}", "min: \"2s\" is more than max (s.yaml:13:29)", ""),
                arguments(
                        "{metric: sleep_ns, min: 2sec}",
                        "expect[0].min: \"2sec\" is not valid (s.yaml:13:29)",
                        "allowed: a whole number, a size or a time"),
                arguments(
                        "{counter: c, equals: -1}",
                        "expect[0].equals: \"-1\" is out of range (s.yaml:13:26)",
                        "allowed: a whole number, a size or a time"),
                arguments(
                        "{violations: none}",
                        "expect[0].violations: \"none\" is not valid (s.yaml:13:18)",
                        "allowed: a number from 0"),
                arguments(
                        "{violations: 0, when: {kernel.thp: never}}",
                        "when: no setting \"kernel.thp\" (s.yaml:13:28)",
                        "allowed: dotted paths of single values, such as kernel.lockless_walk or parameters.size"),
                arguments(
                        "{violations: 0, when: {kernel: never}}",
                        "when: no setting \"kernel\" (s.yaml:13:28)",
                        "allowed: dotted paths of single values, such as kernel.lockless_walk or parameters.size"));
    }

    @ParameterizedTest
    @MethodSource("expectations")
    void aWrongExpectationIsNamedWithItsPlace(String item, String message, String hint) {
        String text = Given.withProgram("sleep: {time: 1s, metric: sleep_ns}") + "expect:\n";

        assertComplaint(text + "  - " + item + "\n", message, hint);
    }

    private static void assertComplaint(String text, String message, String hint) {
        InputException e = Given.complaintAbout(() -> Given.read(text));

        assertThat(e).as(text).isNotNull().hasMessage(message);
        assertThat(e.hint()).isEqualTo(hint);
    }
}
