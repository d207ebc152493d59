package org.mmsim.storage;

import org.mmsim.protocol.RunEnd;

/** Where full blocks go. All calls but {@link #close} come from the writer thread. */
interface BlockTarget extends AutoCloseable {

    /** Takes the next events. The block is the caller's again afterwards. Only the last one is not full. */
    void accept(EventBlock block);

    /** Takes the state after the last event accepted. */
    void snapshot(long seq, byte[] state);

    /** Learns that the run has ended after an event, and returns the digest. */
    String seal(long lastSeq);

    /** Takes the end marker, after {@link #seal}. */
    void end(RunEnd end);

    @Override
    void close();
}
