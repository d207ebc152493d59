/** Walks of page tables without their locks, and what serialises against them. */
@NullMarked
package org.mmsim.engine.kernel.walk;

import org.jspecify.annotations.NullMarked;
