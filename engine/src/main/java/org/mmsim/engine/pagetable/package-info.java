/**
 * Radix page tables, and what entries mean on each architecture. Another architecture is another {@link
 * org.mmsim.engine.pagetable.PageTableFormat}.
 */
@NullMarked
package org.mmsim.engine.pagetable;

import org.jspecify.annotations.NullMarked;
