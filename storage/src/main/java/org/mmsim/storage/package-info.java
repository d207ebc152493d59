/**
 * The journal of a run: append, read, compare, check.
 *
 * <p>A journal is a sequence of events, numbered from 1, cut into chunks of a fixed number of events. A chunk is stored compressed, beside
 * a summary of what it holds; both are keyed by the number of the chunk's first event. Identity and end marker of the run, and
 * snapshots of the machine, lie beside them. The only database calls are in {@link org.mmsim.storage.rocks}.
 *
 * <p>Writing: {@link org.mmsim.storage.JournalWriter} puts an event into an {@code EventBlock}, which is a handful of stores into
 * arrays. A full block goes through the {@code BlockPipeline} to the writer thread, where a {@code BlockTarget} encodes, hashes, compresses and
 * stores it ({@code StoreTarget}), compares it ({@code ReplayTarget}), first the one and then the other ({@code ResumeTarget}), or only
 * hashes it ({@code DigestTarget}). The digest of a run is the hash of its encoded events, so {@code ChunkEncoder} must be a function
 * of the events alone.
 *
 * <p>Reading: {@link org.mmsim.storage.JournalReader} passes over chunks by their summaries and decodes the others.
 *
 * <p>What holds: the stored events are always 1 to n without a gap, whenever the process is killed; nothing is dropped when the disk is
 * slow or full; nothing is returned that was not written, whatever happened to the files; no size found in a file is believed
 * before it is checked.
 */
@NullMarked
package org.mmsim.storage;

import org.jspecify.annotations.NullMarked;
