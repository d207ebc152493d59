/**
 * Physical memory: the buddy allocator, folios, and frames shared by small page tables.
 */
@NullMarked
package org.mmsim.engine.memory;

import org.jspecify.annotations.NullMarked;
