/**
 * A driver that gives its device's memory to processes, and takes it back: mmap with remap_pfn_range, and
 * unmap_mapping_range before the memory goes.
 */
@NullMarked
package org.mmsim.engine.kernel.device;

import org.jspecify.annotations.NullMarked;
