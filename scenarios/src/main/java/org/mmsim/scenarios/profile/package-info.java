/**
 * Machine profiles as files: every number with where it comes from.
 *
 * <p>Start at {@link org.mmsim.scenarios.profile.ProfileLoader}.
 */
package org.mmsim.scenarios.profile;
