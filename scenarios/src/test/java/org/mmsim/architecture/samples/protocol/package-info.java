/** Code that breaks the rules for {@code protocol} on purpose. */
@NullMarked
package org.mmsim.architecture.samples.protocol;

import org.jspecify.annotations.NullMarked;
