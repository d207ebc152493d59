/**
 * What a kernel, real or simulated, reported while a script ran: records, and their form as JSON lines.
 *
 * <p>A value that is null is not known: a recording leaves out what differed from run to run, and the simulator
 * what it does not model. What is there but has no value, such as the folio of a page that is not present, is
 * null as well.
 */
@NullMarked
package org.mmsim.scenarios.conform.recording;

import org.jspecify.annotations.NullMarked;
