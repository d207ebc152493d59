/**
 * Address spaces: mapped ranges, mm_cpumask, counters, and what an unmap has gathered.
 *
 * <p>{@link org.mmsim.engine.mm.Mm} is state, changed by facts only. {@link org.mmsim.engine.mm.MmuGather} is different: it belongs
 * to one unmap under way, as the structure on the kernel's stack does, and no fact records it as a whole.
 *
 * <p>What must never happen: a folio or table of a gather is released before the TLBs have forgotten it.
 *
 * <p>Start with {@link org.mmsim.engine.mm.Mm}.
 */
@NullMarked
package org.mmsim.engine.mm;

import org.jspecify.annotations.NullMarked;
