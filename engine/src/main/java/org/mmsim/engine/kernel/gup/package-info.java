/** References and pins on the pages of a range (mm/gup.c), and what holds them. */
@NullMarked
package org.mmsim.engine.kernel.gup;

import org.jspecify.annotations.NullMarked;
