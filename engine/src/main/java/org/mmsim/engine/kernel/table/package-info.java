/** Page tables: memory for them, walks down them, and their installation. */
@NullMarked
package org.mmsim.engine.kernel.table;

import org.jspecify.annotations.NullMarked;
