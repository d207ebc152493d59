/**
 * The filter language of the command line, as predicates over the events of a journal.
 *
 * <p>Start at {@link org.mmsim.scenarios.query.FilterParser}, which turns text into a {@link org.mmsim.scenarios.query.Filter}.
 * A filter answers twice: for a chunk, from its summary, whether it has to be read at all, and for an event. The first answer
 * may be a needless yes, never a wrong no.
 */
@NullMarked
package org.mmsim.scenarios.query;

import org.jspecify.annotations.NullMarked;
