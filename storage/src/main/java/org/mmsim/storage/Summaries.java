package org.mmsim.storage;

import java.util.List;
import org.mmsim.protocol.ChunkSummary;

/** What a summary says about its chunk. Each answer is "no" only if no event of the chunk can match. */
public final class Summaries {

    private Summaries() {}

    /** Sequence number of the last event. */
    public static long lastSeq(ChunkSummary summary) {
        return summary.getFirstSeq() + summary.getEvents() - 1;
    }

    /** Whether an event of the type may be in the chunk. */
    public static boolean mayHoldType(ChunkSummary summary, int type) {
        return hasBit(summary.getTypesList(), type);
    }

    /** Whether the CPU or its TLB may be the actor of an event or named by one. */
    public static boolean mayNameCpu(ChunkSummary summary, long cpu) {
        return hasBit(summary.getCpusList(), ChunkSummarizer.cpuBit(cpu));
    }

    /** Whether an event may touch an address from first to last, both unsigned and included. */
    public static boolean mayTouchVa(ChunkSummary summary, long first, long last) {
        return overlaps(summary.getVaMin(), summary.getVaMax(), first, last);
    }

    /** Whether an event may name a frame from first to last, both unsigned and included. */
    public static boolean mayNamePfn(ChunkSummary summary, long first, long last) {
        return overlaps(summary.getPfnMin(), summary.getPfnMax(), first, last);
    }

    /** Whether an event may have happened from first to last, both included. */
    public static boolean mayHappenBetween(ChunkSummary summary, long firstNs, long lastNs) {
        return overlaps(summary.getFirstTimeNs(), summary.getLastTimeNs(), firstNs, lastNs);
    }

    /** Whether an event may have the event with this sequence number as its cause; 0 asks for an event without a cause. */
    public static boolean mayBeCausedBy(ChunkSummary summary, long cause) {
        return cause == 0 || (cause >= summary.getCauseMin() && cause < lastSeq(summary));
    }

    private static boolean hasBit(List<Long> words, int bit) {
        int word = bit / Long.SIZE;
        return bit >= 0 && word < words.size() && (words.get(word) >>> bit & 1) != 0;
    }

    private static boolean overlaps(long min, long max, long first, long last) {
        return Long.compareUnsigned(min, last) <= 0 && Long.compareUnsigned(first, max) <= 0;
    }
}
