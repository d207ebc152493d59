package org.mmsim.storage;

/**
 * State of the machine after an event, as the run stored it.
 *
 * @param seq the event
 * @param state what was given to {@link JournalWriter#snapshot}
 */
public record StoredSnapshot(long seq, byte[] state) {}
