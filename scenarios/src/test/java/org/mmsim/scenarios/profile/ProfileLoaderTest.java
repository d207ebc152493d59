package org.mmsim.scenarios.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmsim.engine.profile.Arch;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.CostValue;
import org.mmsim.engine.profile.Distance;
import org.mmsim.engine.profile.Feature;
import org.mmsim.engine.profile.IdleState;
import org.mmsim.engine.profile.Jitter;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.engine.profile.Provenance;
import org.mmsim.engine.profile.TlbGeometry;
import org.mmsim.engine.profile.Topology;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.Library;
import org.mmsim.scenarios.yaml.Text;

class ProfileLoaderTest {

    private static final String COSTS = Text.allowed(
            "sycall", Arrays.stream(CostId.values()).map(CostId::label).toList());

    @TempDir
    Path folder;

    @Test
    void power9With128CpusIsTheThreadsMachine() {
        MachineProfile machine = ProfileLoader.load("power9-128");

        assertThat(machine.arch()).isEqualTo(Arch.POWERPC_BOOK3S64_RADIX);
        assertThat(machine.basePageBytes()).isEqualTo(65536);
        assertThat(machine.memoryBytes()).isEqualTo(1L << 40);
        assertThat(machine.topology()).isEqualTo(new Topology(2, 16, 16, 4));
        assertThat(machine.tlb().levels())
                .extracting(TlbGeometry.Named::key, named -> named.level().entries())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("l1", 64),
                        org.assertj.core.groups.Tuple.tuple("l2", 512),
                        org.assertj.core.groups.Tuple.tuple("walk_cache", 512));
        assertThat(machine.idleStates())
                .extracting(IdleState::name, IdleState::afterNs, IdleState::exitLatencyNs)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("snooze", 0L, 50L),
                        org.assertj.core.groups.Tuple.tuple("cede", 100_000L, 10_000L));
        CostValue line = machine.cost(CostId.LINE_TRANSFER);
        assertThat(line.ns().values()).containsExactly(1L, 41L, 249L, 249L, 638L);
        assertThat(line.jitter()).isEqualTo(Jitter.FIXED);
        assertThat(line.provenance()).isEqualTo(Provenance.DERIVED);
        assertThat(line.source()).contains("core-to-core-latency").doesNotContain("\n");
    }

    static Stream<Arguments> smallAndLarge() {
        return Stream.of(
                arguments("altra-80-4", "altra-80"),
                arguments("graviton3-4", "graviton3"),
                arguments("icelake-2s-4", "icelake-2s"),
                arguments("icelake-2s-vm-4", "icelake-2s-vm"),
                arguments("kunpeng-920-4", "kunpeng-920"),
                arguments("milan-2s-4", "milan-2s"),
                arguments("phone-8-4", "phone-8"),
                arguments("power9-4", "power9-128"),
                arguments("xeon-4210r-4", "xeon-4210r"),
                arguments("xeon-8s-4", "xeon-8s"));
    }

    @ParameterizedTest
    @MethodSource("smallAndLarge")
    void theSmallMachineHasTheCostsOfTheLargeOne(String nameOfSmall, String nameOfLarge) {
        MachineProfile small = ProfileLoader.load(nameOfSmall);
        MachineProfile large = ProfileLoader.load(nameOfLarge);

        assertThat(small.topology().cpus()).isEqualTo(4);
        assertThat(small.memoryBytes()).isLessThan(large.memoryBytes());
        assertThat(small.costs()).isEqualTo(large.costs());
        assertThat(small.idleStates()).isEqualTo(large.idleStates());
        assertThat(small.tlb()).isEqualTo(large.tlb());
        assertThat(small.features()).isEqualTo(large.features());
    }

    private static final Set<CostId> MAY_BE_FREE = EnumSet.of(
            CostId.STAGE2_WALK,
            CostId.STAGE2_TLBI,
            CostId.TLBI_ISSUE,
            CostId.TLBI_WIRE,
            CostId.TLBI_SERVICE,
            CostId.TLB_SYNC,
            CostId.TLB_FLUSH_ALL);

    @Test
    void onlyWhatAMachineMayLackIsFree() {
        for (String name : Library.PROFILES.names()) {
            for (Map.Entry<CostId, CostValue> entry :
                    ProfileLoader.load(name).costs().entrySet()) {
                boolean free = entry.getValue().ns().containsValue(0L);
                assertThat(!free || MAY_BE_FREE.contains(entry.getKey()))
                        .as("%s of %s", entry.getKey(), name)
                        .isTrue();
            }
        }
    }

    @Test
    void onlyBroadcastInvalidationOfAmdCostsAnythingOnX86() {
        assertThat(ProfileLoader.load("milan-2s").cost(CostId.TLBI_ISSUE).ns(Distance.SAME_CPU))
                .isPositive();
        assertThat(ProfileLoader.load("icelake-2s").cost(CostId.TLBI_ISSUE).ns(Distance.SAME_CPU))
                .isZero();
        assertThat(ProfileLoader.load("milan-2s").has(Feature.INVLPGB)).isTrue();
        assertThat(ProfileLoader.load("milan-2s").topology().coresPerCluster()).isEqualTo(8);
    }

    /** To curves of the Xeon 4210R for folios, and of POWER9 for IPIs and mprotect. */
    @Test
    void onlyWhatThePublishedCurvesDetermineIsFitted() {
        Set<CostId> folios = EnumSet.of(
                CostId.FOLIO_FREE, CostId.LARGE_FOLIO_FREE, CostId.TAIL_PAGE_FREE, CostId.RMAP_DUP, CostId.FOLIO_UNMAP);
        Set<CostId> power = EnumSet.of(CostId.IPI_SEND, CostId.TLB_INVALIDATE, CostId.PTE_UPDATE);
        for (String name : Library.PROFILES.names()) {
            MachineProfile machine = ProfileLoader.load(name);
            Set<CostId> others = name.startsWith("power9") ? power : EnumSet.of(CostId.IPI_SEND);
            assertThat(Arrays.stream(CostId.values())
                            .filter(id -> machine.cost(id).provenance() == Provenance.FITTED))
                    .as(name)
                    .isSubsetOf(name.startsWith("xeon-4210r") ? folios : others);
        }
    }

    @Test
    void costsGrowWithDistanceAndSayWhereTheyComeFrom() {
        for (String name : Library.PROFILES.names()) {
            for (Map.Entry<CostId, CostValue> entry :
                    ProfileLoader.load(name).costs().entrySet()) {
                CostValue cost = entry.getValue();
                assertThat(List.copyOf(cost.ns().values()))
                        .as("%s of %s", entry.getKey(), name)
                        .isSorted()
                        .allMatch(ns -> ns >= 0);
                assertThat(cost.source()).as("%s of %s", entry.getKey(), name).hasSizeGreaterThan(20);
            }
        }
    }

    @Test
    void aProfileCanBeAFileAndEveryValueIsRead() throws IOException {
        String text = text().replace("    ns: 253\n", "    ns: 7\n    jitter: {kind: lognormal, spread: 12.5%}\n")
                .replace("base_page: 64KiB", "base_page: 4KiB");

        MachineProfile machine = ProfileLoader.load(write(text).toString());

        assertThat(machine.basePageBytes()).isEqualTo(4096);
        CostValue cost = machine.cost(CostId.SYSCALL);
        assertThat(cost.ns(Distance.SAME_CPU)).isEqualTo(7);
        assertThat(cost.ns(Distance.OTHER_SOCKET)).isEqualTo(7);
        assertThat(cost.jitter()).isEqualTo(new Jitter(Jitter.Kind.LOGNORMAL, 125));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(
                        "mmsim-profile: 1",
                        "mmsim-profile: 9",
                        "mmsim-profile: \"9\" is not known (P:L:C)",
                        "allowed: 1"),
                arguments(
                        "arch: powerpc-book3s64-radix",
                        "arch: powerpc-book3s64-hash",
                        "arch: \"powerpc-book3s64-hash\" is not known (P:L:C)",
                        "did you mean \"powerpc-book3s64-radix\"? allowed: powerpc-book3s64-radix, x86-64, arm64, arm64-no-hafdbs"),
                arguments(
                        "base_page: 64KiB",
                        "base_page: 16KiB",
                        "base_page: \"16KiB\" is not known (P:L:C)",
                        "allowed: 4KiB, 64KiB"),
                arguments(
                        "memory: 64GiB",
                        "memory: 3MiB",
                        "memory: \"3MiB\" is not a multiple of 2MiB (P:L:C)",
                        "allowed: 2MiB or a multiple of it"),
                arguments(
                        "memory: 64GiB",
                        "memory: 128TiB",
                        "memory: \"128TiB\" is too much (P:L:C)",
                        "allowed: less than 2^31 base pages"),
                arguments(
                        "memory: 64GiB",
                        "memory: 64GB",
                        "memory: \"64GB\" has unknown unit \"GB\" (P:L:C)",
                        "allowed: an integer with B, KiB, MiB, GiB or TiB, such as 2MiB"),
                arguments(
                        "sockets: 1",
                        "sockets: 0",
                        "topology.sockets: \"0\" is out of range (P:L:C)",
                        "allowed: 1 to 64"),
                arguments(
                        "sockets: 1, cores_per_socket: 4",
                        "sockets: 64, cores_per_socket: 1024",
                        "topology: 65536 CPUs are too many (P:L:C)",
                        "allowed: 4096 CPUs"),
                arguments("entries: 512", "entries: 510", "tlb: 510 entries do not divide into 4 ways (P:L:C)", ""),
                arguments("after: 0ns", "after: 1ns", "after: the first idle state must start at 0ns (P:L:C)", ""),
                arguments(
                        "after: 100us",
                        "after: 0ns",
                        "after: \"0ns\" is not later than the state before it (P:L:C)",
                        ""),
                arguments(
                        "exit_latency: 10us",
                        "exit_latency: 10",
                        "idle_states[1].exit_latency: \"10\" has no unit (P:L:C)",
                        "allowed: a number with ns, us, ms or s, such as 1.5us"),
                arguments("  syscall:", "  sycall:", "unknown key \"sycall\" in costs (P:L:C)", COSTS),
                arguments(
                        "    ns: 253\n",
                        "",
                        "key \"same_cpu\" missing in costs.syscall (P:L:C)",
                        "allowed: either ns, or all of same_cpu, same_core, same_socket and other_socket"),
                arguments(
                        "    ns: 253",
                        "    ns: 1\n    same_core: 1",
                        "syscall: \"same_core\" given beside \"ns\" (P:L:C)",
                        "allowed: either ns, or a value for every distance"),
                arguments(
                        "    ns: 253",
                        "    ns: 1us",
                        "syscall.ns: expected a whole number, found a text \"1us\" (P:L:C)",
                        "allowed: whole nanoseconds from 0 to 1000000000"),
                arguments(
                        "    ns: 253",
                        "    ns: 1\n    jitter: {kind: fixed, spread: 1%}",
                        "jitter: fixed takes no spread (P:L:C)",
                        "allowed: {kind: fixed}, or uniform or lognormal with a spread such as 10%"),
                arguments(
                        "provenance: fitted",
                        "provenance: guessed",
                        "ipi_send.provenance: \"guessed\" is not known (P:L:C)",
                        "allowed: published, derived, estimated, fitted"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsNamedWithItsPlace(String line, String instead, String message, String hint) throws IOException {
        assertThat(text()).contains(line);
        Path file = write(text().replaceFirst(java.util.regex.Pattern.quote(line), instead));

        InputException e = catchThrowableOfType(InputException.class, () -> ProfileLoader.load(file.toString()));

        assertThat(String.valueOf(e.getMessage()).replaceAll(":\\d+:\\d+\\)", ":L:C)"))
                .isEqualTo(message.replace("P:", file + ":"));
        assertThat(e.hint()).isEqualTo(hint);
    }

    @Test
    void aMissingCostIsNamed() throws IOException {
        String text = text().lines().collect(Collectors.joining("\n")).replaceFirst("(?s)  folio_ref:.*$", "");

        InputException e = catchThrowableOfType(
                InputException.class, () -> ProfileLoader.load(write(text).toString()));

        assertThat(e).hasMessageStartingWith("key \"folio_ref\" missing in costs (");
    }

    private static final String SMALL = "mmsim-profile: 1\nname: p\ndescription: d\nbased_on: %s\n";

    @Test
    void aProfileTakesFromItsBaseWhatItDoesNotSay() throws IOException {
        Path file = write(SMALL.formatted("power9-4") + "features: []\n"
                + "tlb: {l1: {entries: 8, ways: 2, provenance: estimated, source: s}}\n"
                + "costs: {ipi_wire: {ns: 5, provenance: estimated, source: s}}\n");

        MachineProfile machine = ProfileLoader.load(file.toString());
        MachineProfile base = ProfileLoader.load("power9-4");

        assertThat(machine.name()).isEqualTo("p");
        assertThat(machine.topology()).isEqualTo(base.topology());
        assertThat(machine.tlb().l1().entries()).isEqualTo(8);
        assertThat(machine.tlb().l2()).isEqualTo(base.tlb().l2());
        assertThat(machine.cost(CostId.IPI_WIRE).ns(Distance.OTHER_SOCKET)).isEqualTo(5);
        assertThat(machine.cost(CostId.IPI_SEND)).isEqualTo(base.cost(CostId.IPI_SEND));
    }

    @Test
    void aBaseIsFoundFromTheFolderOfTheProfileThatNamesIt() throws IOException {
        Files.createDirectory(folder.resolve("below"));
        Files.writeString(folder.resolve("below/a.yaml"), SMALL.formatted("b.yaml"));
        Files.writeString(folder.resolve("below/b.yaml"), SMALL.formatted("../p.yaml"));
        write(SMALL.formatted("power9-4-4k"));

        assertThat(ProfileLoader.load(folder.resolve("below/a.yaml").toString()).basePageBytes())
                .isEqualTo(4096);
    }

    static Stream<Arguments> wrongBases() {
        return Stream.of(
                arguments(
                        "power9-5",
                        "based_on: neither in the library nor a file (\"power9-5\"), named at P:L:C",
                        "did you mean \"power9-4\"? allowed: " + String.join(", ", Library.PROFILES.names())
                                + ", or a path"),
                arguments(
                        "p.yaml",
                        "based_on: the profiles that this is based on never end (P:L:C)",
                        "p.yaml, then p.yaml"),
                arguments(
                        "x/../p.yaml",
                        "based_on: the profiles that this is based on never end (P:L:C)",
                        "x/../p.yaml, then x/../p.yaml"),
                arguments("[a]", "based_on: expected a text, found a list (P:L:C)", "allowed: a text of one line"),
                arguments("power9-4\ncosts: {sycall: {ns: 1}}", "unknown key \"sycall\" in costs (P:L:C)", COSTS),
                arguments(
                        "power9-4\ncosts: {syscall: {ns: 1}}",
                        "key \"provenance\" missing in costs.syscall (P:L:C)",
                        "allowed: either ns, or all of same_cpu, same_core, same_socket and other_socket"));
    }

    @ParameterizedTest
    @MethodSource("wrongBases")
    void aWrongBaseIsNamedWithItsPlace(String base, String message, String hint) throws IOException {
        Files.createDirectory(folder.resolve("x"));
        Path file = write(SMALL.formatted(base));

        InputException e = catchThrowableOfType(InputException.class, () -> ProfileLoader.load(file.toString()));

        assertThat(String.valueOf(e.getMessage())
                        .replaceAll(":\\d+:\\d+", ":L:C")
                        .replaceAll("[^ (]*p\\.yaml:", "P:"))
                .isEqualTo(message);
        assertThat(e.hint()).isEqualTo(hint);
    }

    @Test
    void anUnknownNameIsNamedWithTheNearestOne() {
        InputException e = catchThrowableOfType(InputException.class, () -> ProfileLoader.load("power9-12"));

        assertThat(e).hasMessage("neither in the library nor a file (\"power9-12\")");
        assertThat(e.hint())
                .isEqualTo("did you mean \"power9-128\"? allowed: " + String.join(", ", Library.PROFILES.names())
                        + ", or a path");
    }

    private static String text() {
        return Library.PROFILES
                .text("power9-128")
                .replace("memory: 1TiB", "memory: 64GiB")
                .replace(
                        "sockets: 2, cores_per_socket: 16, threads_per_core: 4",
                        "sockets: 1, cores_per_socket: 4, threads_per_core: 1");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("p.yaml"), text);
    }
}
