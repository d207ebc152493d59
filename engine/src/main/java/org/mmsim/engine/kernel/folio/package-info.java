/**
 * Folios: allocation, references, the reverse map, LRU lists, the page cache of shared memory (mm/page_alloc.c,
 * mm/rmap.c, mm/swap.c, mm/shmem.c).
 */
@NullMarked
package org.mmsim.engine.kernel.folio;

import org.jspecify.annotations.NullMarked;
