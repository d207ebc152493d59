/** TLB maintenance in the way of each architecture. */
@NullMarked
package org.mmsim.engine.kernel.tlb;

import org.jspecify.annotations.NullMarked;
