/** Calls of functions on other CPUs (kernel/smp.c). */
@NullMarked
package org.mmsim.engine.kernel.smp;

import org.jspecify.annotations.NullMarked;
