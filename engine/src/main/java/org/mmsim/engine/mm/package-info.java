/**
 * Address spaces: ranges, page table, mm_cpumask, and the batch of an unmap.
 */
@NullMarked
package org.mmsim.engine.mm;

import org.jspecify.annotations.NullMarked;
