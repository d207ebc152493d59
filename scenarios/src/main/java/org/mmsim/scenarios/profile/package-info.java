/**
 * Machine profiles as files: every number with where it comes from.
 *
 * <p>Start at {@link org.mmsim.scenarios.profile.ProfileLoader}.
 */
@NullMarked
package org.mmsim.scenarios.profile;

import org.jspecify.annotations.NullMarked;
