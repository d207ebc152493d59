/**
 * Huge mappings split into tables, large folios into small ones, and the queue of those that wait for it
 * (mm/huge_memory.c).
 */
@NullMarked
package org.mmsim.engine.kernel.split;

import org.jspecify.annotations.NullMarked;
