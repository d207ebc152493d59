package org.mmsim.scenarios.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmsim.scenarios.procfs.FakeSpace.PAGE;
import static org.mmsim.scenarios.procfs.FakeSpace.RW;
import static org.mmsim.scenarios.procfs.FakeSpace.TOUCHED;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmsim.scenarios.procfs.PageInfo.Kind;

class PagemapTest {
    private static final KernelVariant FIRST_PAGE = new KernelVariant(true, false, true);
    private static final long ANON = PageFlag.UPTODATE.mask() | PageFlag.LRU.mask() | PageFlag.SWAPBACKED.mask();

    private static List<String> letters(FakeSpace space, KernelVariant variant, long page, int pages) {
        return Arrays.stream(Pagemap.of(space, variant, page * PAGE, pages))
                .map(PagemapEntry::letters)
                .toList();
    }

    @Test
    void everyKindOfEntryHasItsBits() {
        FakeSpace space = new FakeSpace()
                .vma(0, 16, RW)
                .leaf(0, 1, 7, TOUCHED)
                .leaf(1, 1, 8, Leaf.Bit.SOFT_DIRTY.mask())
                .leaf(2, 1, 9, Leaf.Bit.UFFD_WP.mask())
                .leaf(3, 1, 10, 0)
                .absent(4, Leaf.Kind.SWAP, Leaf.Bit.SOFT_DIRTY.mask(), 1, 50, 1)
                .absent(5, Leaf.Kind.MARKER, Leaf.Bit.GUARD.mask(), 31, 4, 0)
                .folio(7, 0, 1, Kind.ANON, ANON, 1)
                .folio(8, 0, 2, Kind.ANON, ANON, 2)
                .folio(9, 0, 2, Kind.FILE, 0, 1)
                .folio(10, 0, 1, Kind.ZERO_PAGE, 0, 0);

        assertThat(letters(space, KernelVariant.PER_PAGE, 0, 7))
                .containsExactly("PX", "PD", "PFXW", "P", "SD", "SG", "");
        PagemapEntry swapped = Pagemap.of(space, KernelVariant.PER_PAGE, 4 * PAGE, 1)[0];
        assertThat(swapped.swapType()).isEqualTo(1);
        assertThat(swapped.swapOffset()).isEqualTo(50);
    }

    @Test
    void allPagesOfASoftDirtyMappingAreSoftDirtyEvenEmptyOnes() {
        FakeSpace space = new FakeSpace()
                .vma(2, 2, RW | VmFlag.SOFTDIRTY.mask())
                .vma(8, 1, RW)
                .leaf(2, 1, 7, 0)
                .folio(7, 0, 1, Kind.ANON, ANON, 1);

        assertThat(letters(space, KernelVariant.PER_PAGE, 0, 9))
                .containsExactly("", "", "PXD", "D", "", "", "", "", "");
    }

    @Test
    void withoutSoftDirtyInTheKernelTheBitMeansNothing() {
        FakeSpace space = new FakeSpace()
                .vma(0, 1, RW)
                .leaf(0, 1, 7, Leaf.Bit.SOFT_DIRTY.mask())
                .folio(7, 0, 1, Kind.ANON, ANON, 1);

        assertThat(letters(space, new KernelVariant(true, false, false), 0, 1)).containsExactly("PX");
    }

    @Test
    void ofABlockKernelsLookAtEachPageOrAtTheFirst() {
        long[] mapcounts = new long[512];
        Arrays.fill(mapcounts, 2);
        mapcounts[0] = 1;
        mapcounts[3] = 1;
        FakeSpace space = new FakeSpace()
                .vma(512, 512, RW)
                .leaf(512, 512, 1024, TOUCHED)
                .folio(1024, 9, 600, Kind.ANON, ANON, mapcounts);

        assertThat(letters(space, KernelVariant.PER_PAGE, 512, 5)).containsExactly("PX", "P", "P", "PX", "P");
        assertThat(letters(space, FIRST_PAGE, 514, 2)).containsExactly("PX", "PX");
    }

    @Test
    void theHugeZeroPageLooksLikeAFile() {
        FakeSpace space =
                new FakeSpace().vma(0, 512, RW).leaf(0, 512, 512, 0).folio(512, 9, 1, Kind.HUGE_ZERO_PAGE, 0, 0);

        assertThat(letters(space, KernelVariant.PER_PAGE, 510, 2)).containsExactly("PF", "PF");
    }

    @Test
    void theFramesOfABlockFollowEachOther() {
        FakeSpace space =
                new FakeSpace().vma(512, 512, RW).leaf(512, 512, 1024, 0).folio(1024, 9, 1, Kind.ANON, ANON, 1);

        assertThat(Pagemap.of(space, KernelVariant.PER_PAGE, 515 * PAGE, 1)[0].frame())
                .isEqualTo(1027);
    }

    @Test
    void stablePageFlagsAddWhatTheKernelWorksOut() {
        KernelVariant quirk = new KernelVariant(false, true, true);

        assertThat(flags(new PageInfo(8, 4, 1, 1, true, Kind.ANON, ANON), KernelVariant.PER_PAGE))
                .isEqualTo("uptodate,lru,mmap,anon,swapbacked,thp");
        assertThat(flags(new PageInfo(8, 0, 1, 1, true, Kind.ANON, ANON), quirk))
                .isEqualTo("uptodate,lru,mmap,anon,swapbacked,ksm");
        assertThat(flags(new PageInfo(8, 0, 1, 1, true, Kind.KSM, ANON), KernelVariant.PER_PAGE))
                .isEqualTo("uptodate,lru,mmap,anon,swapbacked,ksm");
        assertThat(flags(new PageInfo(8, 0, 1, 0, false, Kind.FILE, PageFlag.UPTODATE.mask()), quirk))
                .isEqualTo("uptodate");
        assertThat(flags(new PageInfo(8, 0, 1, 0, false, Kind.ZERO_PAGE, PageFlag.RESERVED.mask()), quirk))
                .isEqualTo("zero,reserved");
        assertThat(flags(new PageInfo(8, 9, 1, 0, false, Kind.HUGE_ZERO_PAGE, 0), quirk))
                .isEqualTo("thp,zero");
        assertThat(flags(new PageInfo(8, 9, 1, 1, true, Kind.HUGETLB_ANON, PageFlag.UPTODATE.mask()), quirk))
                .isEqualTo("uptodate,mmap,anon,hugetlb,ksm");
    }

    private static String flags(PageInfo page, KernelVariant variant) {
        return PageFlag.names(StablePageFlags.of(page, variant));
    }

    @Test
    void pagemapTextHasTheWordsOfTheFile() {
        FakeSpace space = new FakeSpace()
                .vma(0, 4, RW)
                .leaf(1, 1, 0x7b, TOUCHED)
                .absent(2, Leaf.Kind.SWAP, Leaf.Bit.SOFT_DIRTY.mask(), 1, 0x50, 1)
                .folio(0x7b, 0, 1, Kind.ANON, ANON, 1);

        assertThat(print(ProcFile.PAGEMAP, space))
                .containsExactly("0x1000 0x810000000000007b PX", "0x2000 0x4080000000000a01 SD");
    }

    @Test
    void pageTypesTextJoinsPagesThatAreAlike() {
        FakeSpace space = new FakeSpace()
                .vma(0x10, 16, RW)
                .leaf(0x11, 1, 0x100, TOUCHED)
                .leaf(0x12, 1, 0x101, TOUCHED)
                .leaf(0x13, 1, 0x102, TOUCHED)
                .absent(0x14, Leaf.Kind.SWAP, 0, 0, 0x50, 1)
                .folio(0x100, 2, 4, Kind.ANON, ANON | PageFlag.OWNER_2.mask(), 1);

        assertThat(print(ProcFile.PAGE_TYPES, space))
                .containsExactly(
                        "voffset\toffset\tlen\tflags",
                        "11\t100\t1\t___U_l_____Ma_bH______t_____________d_____1",
                        "12\t101\t2\t___U_l_____Ma_b_T_____t_____________d_____1",
                        "14\t50\t1\t_________________________________________w_");
    }

    private static List<String> print(ProcFile file, FakeSpace space) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        file.print(space, KernelVariant.PER_PAGE, 0, Long.MAX_VALUE, out);
        out.flush();
        return text.toString().lines().toList();
    }
}
