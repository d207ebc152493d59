package org.mmsim.scenarios.conform.recording;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A mapping as smaps shows it.
 *
 * @param offset of its first page in the region; negative if it begins before the region
 * @param kb the fields in KiB that are not zero
 */
public record VmaState(
        long offset,
        long pages,
        @Nullable String permissions,
        @Nullable String flags,
        SortedMap<String, Long> kb) {}
