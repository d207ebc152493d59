/** Code that breaks the rules for {@code scenarios} on purpose. */
@NullMarked
package org.mmsim.architecture.samples.scenarios;

import org.jspecify.annotations.NullMarked;
