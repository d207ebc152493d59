/**
 * The kernel's functions, one class each, under the kernel's names: read them beside its sources.
 *
 * <p>Costs come from the profile and choices from policies, never from here.
 */
@NullMarked
package org.mmsim.engine.kernel;

import org.jspecify.annotations.NullMarked;
