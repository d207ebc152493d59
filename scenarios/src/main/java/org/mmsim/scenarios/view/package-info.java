/**
 * How events and their parts look: names of actors, enums and levels, times, addresses; as text, JSON and CSV.
 *
 * <p>Start at {@link org.mmsim.scenarios.view.EventText}. Nothing here decides what is shown, or where.
 */
@NullMarked
package org.mmsim.scenarios.view;

import org.jspecify.annotations.NullMarked;
