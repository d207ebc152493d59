/**
 * The rules of the code base that a machine can check: which way dependencies point, and what would make
 * two runs of one scenario differ.
 *
 * <p>Every rule says in its message what to use instead. The package {@code samples} breaks each of them,
 * which shows that they can fail.
 */
@NullMarked
package org.mmsim.architecture;

import org.jspecify.annotations.NullMarked;
