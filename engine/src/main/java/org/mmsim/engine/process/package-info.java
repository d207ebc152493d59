/**
 * Processes of the workload: they hand each thread one operation after another and time them.
 */
@NullMarked
package org.mmsim.engine.process;

import org.jspecify.annotations.NullMarked;
