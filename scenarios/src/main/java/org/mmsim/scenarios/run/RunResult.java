package org.mmsim.scenarios.run;

import org.mmsim.protocol.RunEnd;

/**
 * How a run went.
 *
 * @param id the run's id, empty if it was not journaled
 * @param wallNanos real time from the first event to the journal's last byte
 * @param journalBytes size of the journal on disk, 0 if there is none
 * @param peakHeapBytes largest heap that the JVM used up to the end
 */
public record RunResult(
        String id, String scenario, long seed, RunEnd end, long wallNanos, long journalBytes, long peakHeapBytes) {

    /** Events per second of real time. */
    public long eventsPerSecond() {
        return wallNanos == 0 ? 0 : (long) (end.getEvents() * 1e9 / wallNanos);
    }

    /** Whether nothing was found broken and every expectation was met. */
    public boolean isGood() {
        return end.getViolationsCount() == 0 && end.getUnmetCount() == 0;
    }
}
