package org.mmsim.scenarios.cli;

import java.util.Locale;
import org.mmsim.actors.Simulation;

/**
 * One line on standard error, on a terminal only, for anything that takes more than a second. The
 * launcher knows whether it is a terminal: Java can only tell about standard output, and not on every JDK.
 */
final class ProgressLine implements Simulation.Progress, AutoCloseable {
    private static final long FIRST_AFTER_NANOS = 1_000_000_000L;
    private static final long REFRESH_NANOS = 200_000_000L;

    private String what;
    private final boolean terminal = Boolean.getBoolean("mmsim.terminal");
    private final long start = System.nanoTime();
    private long partStart = start;
    private long shownNanos;
    private boolean shown;

    ProgressLine(String what) {
        this.what = what;
    }

    /** The next of several runs begins. */
    void next(String part) {
        what = part;
        partStart = System.nanoTime();
    }

    @Override
    public void at(long simulatedNs, long events) {
        long elapsed = System.nanoTime() - start;
        if (!terminal || elapsed < FIRST_AFTER_NANOS || elapsed - shownNanos < REFRESH_NANOS) {
            return;
        }
        shownNanos = elapsed;
        shown = true;
        System.err.printf(
                Locale.ROOT,
                "\r%s: %s simulated, %.1f million events, %.1f million/s \u001b[K",
                what,
                Units.time(simulatedNs),
                events / 1e6,
                events * 1e3 / (System.nanoTime() - partStart));
        System.err.flush();
    }

    @Override
    public void close() {
        if (shown) {
            System.err.print("\r\u001b[K");
            System.err.flush();
        }
    }
}
