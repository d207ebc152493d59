/**
 * Which costs of the machine a result hangs on, and how far they would have to be off for a comparison of two policies to
 * come out the other way.
 *
 * <p>Start at {@link org.mmsim.scenarios.sensitivity.Sensitivity} and {@link org.mmsim.scenarios.sensitivity.FlipSearch}.
 */
@NullMarked
package org.mmsim.scenarios.sensitivity;

import org.jspecify.annotations.NullMarked;
