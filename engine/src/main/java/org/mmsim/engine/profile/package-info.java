/** A machine as its profile describes it: topology, geometry, and what things cost, each with its source. */
@NullMarked
package org.mmsim.engine.profile;

import org.jspecify.annotations.NullMarked;
