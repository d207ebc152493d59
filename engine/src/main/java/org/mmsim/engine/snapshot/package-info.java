/**
 * The bytes of a saved state. The parts of the machine write themselves to a {@link org.mmsim.engine.snapshot.StateOutput}
 * and read themselves from a {@link org.mmsim.engine.snapshot.StateInput}.
 *
 * <p>Equal states give equal bytes. Bytes that come back from a disk are not trusted: every number is checked against what
 * it can be, and what is read may not ask for more memory than a machine can need.
 */
@NullMarked
package org.mmsim.engine.snapshot;

import org.jspecify.annotations.NullMarked;
