package org.mmsim.scenarios.conform.recording;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A region of a process at a checkpoint.
 *
 * @param pages runs of pages in the same state; pages in none have an empty entry
 * @param kept runs of pages that are present and were at the checkpoint before
 */
public record RegionState(
        String name,
        @Nullable List<VmaState> vmas,
        @Nullable List<PageRun> pages,
        @Nullable List<KeptRun> kept,
        @Nullable PageTableState pageTable) {

    /**
     * Pages present now and at the checkpoint before.
     *
     * @param same whether they have the same frames as then
     */
    public record KeptRun(long offset, long pages, boolean same) {}

    /**
     * Entries of the page table.
     *
     * @param pmds a character per entry of the PMD level: {@code .} none, {@code T} table, {@code B} block,
     *     {@code b} block that is not present
     */
    public record PageTableState(String pmds, List<EntryRun> runs) {}

    /**
     * Neighbouring entries that are alike.
     *
     * @param level {@code pte}, {@code pmd} or {@code pud}
     * @param bits letters for the bits that are set
     */
    public record EntryRun(long offset, long pages, String level, String bits) {}
}
