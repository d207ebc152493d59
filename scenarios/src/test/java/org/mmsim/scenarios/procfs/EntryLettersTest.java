package org.mmsim.scenarios.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EntryLettersTest {

    @Test
    void x86EntriesAreReadFromTheirWords() {
        assertThat(EntryLetters.X86_64.of(0)).isEmpty();
        assertThat(EntryLetters.X86_64.of(0x8000000012345867L)).isEqualTo("VAWDT");
        assertThat(EntryLetters.X86_64.of(0x8400000012345825L)).isEqualTo("VAdT");
        assertThat(EntryLetters.X86_64.of(0x0400000012345920L)).isEqualTo("IAdT");
        assertThat(EntryLetters.X86_64.of(0x8000000012345225L)).isEqualTo("VAS");
        assertThat(EntryLetters.X86_64.of(0x8000000012345425L)).isEqualTo("VAU");
        assertThat(EntryLetters.X86_64.of(0xFFFFFF0000000000L)).isEqualTo("swap");
        assertThat(EntryLetters.X86_64.of(0xFFFFFF000000000EL)).isEqualTo("swapxud");
    }

    @Test
    void arm64EntriesAreReadFromTheirWords() {
        assertThat(EntryLetters.ARM64.of(0)).isEmpty();
        long page = 0x0060000012345F43L | 1L << 53;
        assertThat(EntryLetters.ARM64.of(page)).isEqualTo("VA");
        assertThat(EntryLetters.ARM64.of(page | 1L << 51 | 1L << 55)).isEqualTo("VAWD");
        assertThat(EntryLetters.ARM64.of(page | 1L << 7 | 1L << 52)).isEqualTo("VARC");
        assertThat(EntryLetters.ARM64.of(page | 1L << 56 | 1L << 58)).isEqualTo("VASU");
        assertThat(EntryLetters.ARM64.of(1L << 11 | 1L << 10)).isEqualTo("IA");
        assertThat(EntryLetters.ARM64.of(0x1000L | 1L << 2 | 1L << 3)).isEqualTo("swapxu");
    }
}
