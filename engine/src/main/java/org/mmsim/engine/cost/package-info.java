/**
 * What steps cost: the profile's numbers by distance, their jitter, and the state of contended cache lines.
 *
 * <p>Nothing here keeps time. Draws depend on seed, purpose, actor and draw number only.
 */
@NullMarked
package org.mmsim.engine.cost;

import org.jspecify.annotations.NullMarked;
