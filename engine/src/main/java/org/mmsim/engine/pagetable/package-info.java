/**
 * Page tables with the bits that the hardware reads.
 *
 * <p>{@link org.mmsim.engine.pagetable.PageTableFormat} is what an architecture defines: levels, index widths, entry words.
 * {@link org.mmsim.engine.pagetable.PageTable} is one address space's tree of {@link org.mmsim.engine.pagetable.Table}s.
 * Levels count from the leaf: 0 PTE, 1 PMD, 2 PUD, 3 PGD.
 *
 * <p>What it must never do: interpret an entry outside the format; walk differently from the hardware. A walk depends
 * on entries alone, never on VMAs or on what software meant.
 *
 * <p>Start with {@link org.mmsim.engine.pagetable.PageTableFormat}; a new architecture is a new implementation of it.
 */
@NullMarked
package org.mmsim.engine.pagetable;

import org.jspecify.annotations.NullMarked;
