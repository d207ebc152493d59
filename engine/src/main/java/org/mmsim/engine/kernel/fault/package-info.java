/**
 * Page faults, from the exception to the entry that the access finds when it is tried again (mm/memory.c,
 * mm/huge_memory.c), and {@code Touch}, which makes the accesses.
 */
@NullMarked
package org.mmsim.engine.kernel.fault;

import org.jspecify.annotations.NullMarked;
