/**
 * Physical memory: the page allocator, the counters of folios, and the frames that small page tables share.
 *
 * <p>The allocator has three layers, each on top of the one after it: the lists of free frames that a CPU keeps
 * ({@link org.mmsim.engine.memory.PerCpuPages}), the zone with its watermarks ({@link org.mmsim.engine.memory.Zone}), and the
 * buddy lists ({@link org.mmsim.engine.memory.BuddyLists}), which split, merge and fall back on other migratetypes.
 *
 * <p>Allocation has two halves. Kernel functions ask what an allocation would get ({@code peek}, {@code pcpFirst},
 * {@code refillCount}), record that as a fact, and the fact takes it; so a journal can be replayed without deciding
 * anything again.
 *
 * <p>What it must never do: change when it is asked, or depend on anything but the facts before.
 *
 * <p>Start with {@link org.mmsim.engine.memory.PhysicalMemory}.
 */
@NullMarked
package org.mmsim.engine.memory;

import org.jspecify.annotations.NullMarked;
