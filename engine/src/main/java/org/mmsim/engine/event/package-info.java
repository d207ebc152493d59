/**
 * Facts on their way: numbered, timed, given their cause, applied to the machine and handed on.
 *
 * <p>Every change of the machine passes through {@link org.mmsim.engine.event.Recorder}.
 */
@NullMarked
package org.mmsim.engine.event;

import org.jspecify.annotations.NullMarked;
