/** Code that breaks the rules for {@code storage} on purpose. */
@NullMarked
package org.mmsim.architecture.samples.storage;

import org.jspecify.annotations.NullMarked;
