package org.mmsim.scenarios.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.scenarios.procfs.FakeSpace.RW;
import static org.mmsim.scenarios.procfs.FakeSpace.TOUCHED;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mmsim.scenarios.procfs.PageInfo.Kind;

class SmapsTest {
    private static final long ANON = PageFlag.SWAPBACKED.mask() | PageFlag.LRU.mask();

    private static Map<String, Long> kb(FakeSpace space) {
        Smaps smaps = Smaps.of(space, space.vmas().get(0));
        Map<String, Long> kb = new TreeMap<>();
        for (SmapsField field : SmapsField.values()) {
            if (smaps.kb(field) != 0) {
                kb.put(field.label(), smaps.kb(field));
            }
        }
        return kb;
    }

    @Test
    void aPageOfItsOwnIsPrivateAndDirty() {
        FakeSpace space = new FakeSpace().vma(0, 16, RW).leaf(1, 1, 7, TOUCHED).folio(7, 0, 1, Kind.ANON, ANON, 1);

        assertThat(kb(space))
                .isEqualTo(Map.of(
                        "Rss", 4L, "Pss", 4L, "Pss_Dirty", 4L, "Private_Dirty", 4L, "Referenced", 4L, "Anonymous", 4L));
    }

    @Test
    void sharedPagesCountInPartsThatAddUp() {
        FakeSpace space = new FakeSpace()
                .vma(0, 16, RW)
                .leaf(0, 1, 8, Leaf.Bit.DIRTY.mask())
                .leaf(1, 1, 9, Leaf.Bit.DIRTY.mask())
                .leaf(2, 1, 10, 0)
                .folio(8, 2, 9, Kind.ANON, ANON, 3, 3, 1, 2);

        assertThat(kb(space))
                .containsEntry("Rss", 12L)
                // 4 / 3 + 4 / 3 + 4
                .containsEntry("Pss", 6L)
                .containsEntry("Pss_Dirty", 2L)
                .containsEntry("Shared_Dirty", 8L)
                .containsEntry("Private_Clean", 4L)
                .doesNotContainKey("Referenced");
    }

    @Test
    void theOneReferenceOfALargeFolioMakesItPrivateWithoutLookingAtPages() {
        FakeSpace space =
                new FakeSpace().vma(0, 512, RW).leaf(0, 512, 512, TOUCHED).folio(512, 9, 1, Kind.ANON, ANON, 5);

        assertThat(kb(space))
                .containsEntry("Private_Dirty", 2048L)
                .containsEntry("Pss", 2048L)
                .containsEntry("AnonHugePages", 2048L);
    }

    @Test
    void blocksOfSharedMemoryAreToldFromThoseOfFiles() {
        FakeSpace shmem = new FakeSpace()
                .vma(0, 512, RW)
                .leaf(0, 512, 512, TOUCHED)
                .folio(512, 9, 3, Kind.FILE, PageFlag.SWAPBACKED.mask(), 1);
        FakeSpace file =
                new FakeSpace().vma(0, 512, RW).leaf(0, 512, 512, TOUCHED).folio(512, 9, 3, Kind.FILE, 0, 1);

        assertThat(kb(shmem)).containsEntry("ShmemPmdMapped", 2048L).doesNotContainKey("Anonymous");
        assertThat(kb(file)).containsEntry("FilePmdMapped", 2048L);
    }

    @Test
    void zeroPagesAreNotResident() {
        FakeSpace space = new FakeSpace()
                .vma(0, 1024, RW)
                .leaf(1, 1, 7, TOUCHED)
                .leaf(512, 512, 512, TOUCHED)
                .folio(7, 0, 1, Kind.ZERO_PAGE, 0, 0)
                .folio(512, 9, 1, Kind.HUGE_ZERO_PAGE, 0, 0);

        assertThat(kb(space)).isEmpty();
    }

    @Test
    void memoryGivenUpByMadvFreeIsLazyFreeUntilItIsWritten() {
        FakeSpace space = new FakeSpace()
                .vma(0, 16, RW)
                .leaf(0, 1, 7, Leaf.Bit.YOUNG.mask())
                .leaf(1, 1, 8, TOUCHED)
                .leaf(2, 1, 9, Leaf.Bit.YOUNG.mask())
                .folio(7, 0, 1, Kind.ANON, 0, 1)
                .folio(8, 0, 1, Kind.ANON, 0, 1)
                .folio(9, 0, 1, Kind.ANON, PageFlag.DIRTY.mask(), 1);

        assertThat(kb(space))
                .containsEntry("LazyFree", 4L)
                .containsEntry("Private_Clean", 4L)
                .containsEntry("Private_Dirty", 8L);
    }

    @Test
    void aReferencedFolioCountsThoughItsEntryIsOld() {
        FakeSpace space = new FakeSpace()
                .vma(0, 16, RW)
                .leaf(0, 1, 7, 0)
                .folio(7, 0, 1, Kind.ANON, ANON | PageFlag.REFERENCED.mask(), 1);

        assertThat(kb(space)).containsEntry("Referenced", 4L).containsEntry("Private_Clean", 4L);
    }

    @Test
    void swapCountsInPartsOfItsUsers() {
        FakeSpace space = new FakeSpace()
                .vma(0, 16, RW)
                .absent(0, Leaf.Kind.SWAP, 0, 0, 100, 1)
                .absent(1, Leaf.Kind.SWAP, 0, 0, 101, 2)
                .absent(2, Leaf.Kind.MARKER, 0, 31, 1, 0);

        assertThat(kb(space)).isEqualTo(Map.of("Swap", 8L, "SwapPss", 6L));
    }

    @Test
    void whatALockedMappingHasIsLocked() {
        FakeSpace space = new FakeSpace()
                .vma(0, 16, RW | VmFlag.LOCKED.mask())
                .leaf(0, 1, 7, TOUCHED)
                .folio(7, 0, 2, Kind.ANON, ANON, 2);

        assertThat(kb(space)).containsEntry("Locked", 2L).containsEntry("Pss", 2L);
    }

    @Test
    void mergedPagesAreKsm() {
        FakeSpace space = new FakeSpace().vma(0, 16, RW).leaf(0, 1, 7, TOUCHED).folio(7, 0, 32, Kind.KSM, ANON, 32);

        assertThat(kb(space)).containsEntry("KSM", 4L).containsEntry("Anonymous", 4L);
    }

    @Test
    void theTextIsThatOfTheKernel() {
        FakeSpace space = new FakeSpace()
                .vma(0x7ffe0, 16, RW | VmFlag.ACCOUNT.mask())
                .vma(0x80000, 1, VmFlag.READ.mask() | VmFlag.MAYSHARE.mask())
                .leaf(0x7ffe1, 1, 7, TOUCHED)
                .folio(7, 0, 1, Kind.ANON, ANON, 1);
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        SmapsText.print(space, 0, 0x80000 * FakeSpace.PAGE, out);
        out.flush();

        assertThat(text.toString().lines()).hasSize(24).startsWith("7ffe0000-7fff0000 rw-p 00000000 00:00 0 ");
        assertThat(text.toString().lines())
                .contains(
                        "Size:                 64 kB",
                        "KernelPageSize:        4 kB",
                        "Rss:                   4 kB",
                        "Private_Hugetlb:       0 kB",
                        "VmFlags: rd wr mr mw ac ");
    }
}
