/** Code that breaks the rules for {@code engine} on purpose. */
@NullMarked
package org.mmsim.architecture.samples.engine;

import org.jspecify.annotations.NullMarked;
