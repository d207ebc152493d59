/** The list of VMAs, their locks, and calls that only look at it or change it (mm/mmap.c, mm/vma.c, mm/madvise.c). */
@NullMarked
package org.mmsim.engine.kernel.vma;

import org.jspecify.annotations.NullMarked;
