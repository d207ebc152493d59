/**
 * Physical memory: the buddy allocator, the counters of folios, and the frames that small page tables share.
 *
 * <p>Allocation has two halves. Kernel functions ask what an allocation would get ({@code find}), record that as a fact, and
 * the fact takes it ({@code take}); so a journal can be replayed without deciding anything again.
 *
 * <p>What it must never do: change in {@code find}, or depend on anything but the takes and gives before.
 *
 * <p>Start with {@link org.mmsim.engine.memory.Buddy}.
 */
@NullMarked
package org.mmsim.engine.memory;

import org.jspecify.annotations.NullMarked;
