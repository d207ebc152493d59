/**
 * One CPU's cached translations and pointers to tables, and the walk that finds them.
 *
 * <p>{@link org.mmsim.engine.tlb.Tlb} and its {@link org.mmsim.engine.tlb.WalkCache} are state, changed by facts only: a fill, or an invalidation of a range or of an address
 * space. How invalidations travel and how long they take is the business of {@code cpu}.
 *
 * <p>What they must never do: consult the page table. A translation stays until an invalidation or another translation
 * removes it, whatever has become of the entry it came from; that is what stale TLB entries are. Only
 * {@link org.mmsim.engine.tlb.TableWalk} reads tables.
 */
@NullMarked
package org.mmsim.engine.tlb;

import org.jspecify.annotations.NullMarked;
