/**
 * TLBs: what a CPU may still translate, and the unit that answers invalidations.
 */
@NullMarked
package org.mmsim.engine.tlb;

import org.jspecify.annotations.NullMarked;
