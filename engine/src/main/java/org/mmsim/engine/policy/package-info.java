/**
 * Where kernels and their developers differ: small interfaces, one implementation per choice, picked by name in
 * the scenario.
 *
 * <p>Another choice is one class and one line in {@link org.mmsim.engine.policy.Policies}.
 */
@NullMarked
package org.mmsim.engine.policy;

import org.jspecify.annotations.NullMarked;
