/**
 * One CPU's cached translations.
 *
 * <p>{@link org.mmsim.engine.tlb.Tlb} is state, changed by facts only: a fill, or an invalidation of a range or of an address
 * space. How invalidations travel and how long they take is the business of {@code cpu}.
 *
 * <p>What it must never do: consult the page table. A translation stays until an invalidation or another translation
 * removes it, whatever has become of the entry it came from; that is what stale TLB entries are.
 */
@NullMarked
package org.mmsim.engine.tlb;

import org.jspecify.annotations.NullMarked;
