package org.mmsim.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class StateFormatTest {
    private static final String SCENARIO = """
            mmsim: 1
            name: formats
            description: a huge page, four small ones, and memory of a device
            machine: qemu-x86-64
            processes:
              - name: A
                threads:
                  - name: main
                    cpu: 0
                    run:
                      - map: {name: huge, size: 2MiB, at: 0x7f0000000000}
                      - map: {name: small, size: 16KiB, at: 0x7f0000400000}
                      - map: {name: fb, size: 8KiB, at: 0x7f0000800000, device: fb}
                      - touch: {of: huge}
                      - touch: {of: small}
                      - compute: 10ms
                      - exit: {}
            """;

    @TempDir
    static Path folder;

    @BeforeAll
    static void run() throws IOException {
        Path file = Files.writeString(folder.resolve("formats.yaml"), SCENARIO);
        assertThat(Invocation.of("run", file.toString(), "--runs", runs()).exitCode())
                .isZero();
    }

    private static String runs() {
        return folder.resolve("runs").toString();
    }

    private static Invocation state(String... args) {
        return Invocation.of(Stream.concat(Stream.of("state", "last", "--runs", runs(), "--at", "9ms"), Stream.of(args))
                .toArray(String[]::new));
    }

    private static List<String> lines(String format) {
        Invocation invocation = state("--process", "A", "--format", format);
        assertThat(invocation.exitCode()).isZero();
        return invocation.outLines();
    }

    @Test
    void smapsCountsWhatIsMapped() {
        assertThat(lines("smaps"))
                .hasSize(72)
                .startsWith("7f0000000000-7f0000200000 rw-p 00000000 00:00 0 ", "Size:               2048 kB")
                .contains("AnonHugePages:      2048 kB", "7f0000400000-7f0000404000 rw-p 00000000 00:00 0 ")
                .contains("Private_Dirty:        16 kB")
                .contains("VmFlags: rd wr mr mw me ac ")
                .endsWith("VmFlags: rd wr sh mr mw me ms pf io de dd ");
    }

    @Test
    void memoryOfADeviceIsPresentAndNothingElse() {
        List<String> smaps = lines("smaps");

        assertThat(smaps.subList(48, 72))
                .startsWith("7f0000800000-7f0000802000 rw-s 00000000 00:00 0 ", "Size:                  8 kB")
                .contains("Rss:                   0 kB", "Pss:                   0 kB");
        assertThat(lines("pagemap")).last().asString().matches("0x7f0000801000 0x8000[0-9a-f]{12} P");
    }

    @Test
    void pagemapHasAWordForEveryPage() {
        assertThat(lines("pagemap")).hasSize(518).first().asString().matches("0x7f0000000000 0x8180[0-9a-f]{12} PXD");
    }

    @Test
    void pageTypesJoinsWhatIsAlike() {
        assertThat(lines("page-types"))
                .hasSize(5)
                .element(1)
                .asString()
                .matches("7f0000000\t[0-9a-f]+\t1\t___U_l_____Ma_bH______t___________f_d_____1");
    }

    @Test
    void aRangeNarrowsThem() {
        assertThat(state("--process", "A", "--format", "pagemap", "--range", "0x7f0000401000..0x7f0000403000")
                        .outLines())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"smap", "SMAPS", ""})
    void anUnknownFormatIsRefused(String format) {
        Invocation invocation = state("--process", "A", "--format", format);

        assertThat(invocation.exitCode()).isEqualTo(2);
        assertThat(invocation.err())
                .startsWith("mmsim: no format \"" + format + "\" (--format)")
                .contains("allowed: smaps, pagemap, page-types");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--process=A --json", "--process=A --tlb=0", "--process=A --folio=1"})
    void aFormatIsOfOneProcessAndNothingElse(String others) {
        String[] args = Stream.concat(
                        Stream.of(others.split(" ", -1)).filter(arg -> !arg.isEmpty()), Stream.of("--format=smaps"))
                .toArray(String[]::new);

        assertThat(state(args).exitCode()).isEqualTo(2);
        assertThat(state(args).err()).startsWith("mmsim: what smaps shows is one process (--format)");
    }
}
