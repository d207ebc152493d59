/** What runs on a machine: processes, their threads, and the operations of each thread. */
@NullMarked
package org.mmsim.engine.workload;

import org.jspecify.annotations.NullMarked;
