package org.mmsim.scenarios.conform.script;

/**
 * Pages of a region.
 *
 * @param offset of the first page from the region's first, 0 or more; may reach beyond the region
 * @param pages how many, 0 or more
 */
public record PageRange(String region, long offset, long pages) {}
