package org.mmsim.scenarios.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.mmsim.protocol.ChunkSummary;
import org.mmsim.scenarios.run.Progress;

/**
 * One line on standard error, on a terminal only, for anything that takes more than a second. The
 * launcher knows whether it is a terminal: Java can only tell about standard output, and not on every JDK.
 */
final class ProgressLine implements Progress, AutoCloseable {
    private static final long SECOND = 1_000_000_000L;
    private static final long FIRST_AFTER_NANOS = SECOND;
    private static final long REFRESH_NANOS = 200_000_000L;
    /** A line that wrapped could not be written over. */
    private static final String BEGIN = "\r\u001b[?7l";

    private static final String END = "\u001b[K\u001b[?7h";

    private final boolean terminal;
    private final LongSupplier nanos;
    private final PrintStream out;
    private final long start;
    private String what;
    private long partStart;
    private long shownNanos;
    private boolean shown;
    private Share first = Share.ofEvents(0, 0);
    private long firstNanos;

    ProgressLine(String what) {
        this(what, Boolean.getBoolean("mmsim.terminal"), System::nanoTime, System.err);
    }

    /**
     * @param nanos a clock
     */
    ProgressLine(String what, boolean terminal, LongSupplier nanos, PrintStream out) {
        this.what = what;
        this.terminal = terminal;
        this.nanos = nanos;
        this.out = out;
        start = nanos.getAsLong();
        partStart = start;
    }

    /** The next of several runs begins. */
    void next(String part) {
        what = part;
        partStart = nanos.getAsLong();
    }

    /** A journal of so many events has been read up to a chunk. */
    void at(ChunkSummary chunk, long events) {
        at(new Standing(chunk.getFirstTimeNs(), chunk.getFirstSeq(), Share.ofEvents(chunk.getFirstSeq(), events)));
    }

    @Override
    public void at(Standing standing) {
        long now = nanos.getAsLong();
        String share = share(standing.share(), now);
        if (!terminal || now - start < FIRST_AFTER_NANOS || (shown && now - shownNanos < REFRESH_NANOS)) {
            return;
        }
        shownNanos = now;
        shown = true;
        out.printf(
                Locale.ROOT,
                "%s%s: %s%s simulated, %.1f million events, %.1f million/s%s",
                BEGIN,
                what,
                share,
                Units.time(standing.simulatedNs()),
                standing.events() / 1e6,
                standing.events() * 1e3 / (now - partStart),
                END);
        out.flush();
    }

    /** How far, and how long it takes at the mean speed since it was first seen. */
    private String share(Share share, long now) {
        boolean same = share.of().equals(first.of()) && share.whole() == first.whole() && share.done() >= first.done();
        if (!same) {
            first = share;
            firstNanos = now;
        }
        if (share.whole() == 0) {
            return "";
        }
        String done = share.of() + (share.of().isEmpty() ? "" : " ") + percent(share) + " %";
        long progress = share.done() - first.done();
        long elapsed = now - firstNanos;
        if (progress == 0 || elapsed < FIRST_AFTER_NANOS) {
            return done + ", ";
        }
        double left = (double) elapsed / progress * (share.whole() - share.done());
        return done + " (" + duration(left / SECOND) + " left), ";
    }

    private static long percent(Share share) {
        return (long) (100.0 * share.done() / share.whole());
    }

    private static String duration(double seconds) {
        long rounded = (long) Math.ceil(seconds);
        return rounded < 120 ? rounded + " s" : (rounded + 59) / 60 + " min";
    }

    /** Takes the line away, so that something else can be written. */
    void clear() {
        if (shown) {
            shown = false;
            out.print("\r\u001b[K");
            out.flush();
        }
    }

    @Override
    public void close() {
        clear();
    }
}
