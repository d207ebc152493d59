/**
 * munmap, exit and MADV_DONTNEED: entries are cleared, TLBs flushed, pages and tables freed, in this order
 * (mm/memory.c, mm/mmu_gather.c).
 */
@NullMarked
package org.mmsim.engine.kernel.unmap;

import org.jspecify.annotations.NullMarked;
