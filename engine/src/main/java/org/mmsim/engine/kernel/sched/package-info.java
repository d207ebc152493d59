/** Switches between threads, and between the address spaces that they run in. */
@NullMarked
package org.mmsim.engine.kernel.sched;

import org.jspecify.annotations.NullMarked;
