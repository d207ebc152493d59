/**
 * The actors of a run and the virtual time they live in. The only place that knows Pekko.
 *
 * <p>Time and the order of messages come from the queue of virtual time, never from mailboxes or threads.
 */
@NullMarked
package org.mmsim.actors;

import org.jspecify.annotations.NullMarked;
