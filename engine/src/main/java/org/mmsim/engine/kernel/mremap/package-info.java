/** mremap: entries and tables move to other addresses (mm/mremap.c). */
@NullMarked
package org.mmsim.engine.kernel.mremap;

import org.jspecify.annotations.NullMarked;
