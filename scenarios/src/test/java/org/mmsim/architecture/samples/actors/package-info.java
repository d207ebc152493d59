/** Code that breaks the rules for {@code actors} on purpose. */
@NullMarked
package org.mmsim.architecture.samples.actors;

import org.jspecify.annotations.NullMarked;
