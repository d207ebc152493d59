/** mprotect and mlock: other rights, or another fate under reclaim, for what is mapped (mm/mprotect.c, mm/mlock.c). */
@NullMarked
package org.mmsim.engine.kernel.protect;

import org.jspecify.annotations.NullMarked;
