package org.mmsim.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.mmsim.scenarios.run.Progress.Share;
import org.mmsim.scenarios.run.Progress.Standing;

class ProgressLineTest {
    private static final long SECOND = 1_000_000_000L;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
    private final AtomicLong nanos = new AtomicLong(5);
    private final ProgressLine line = new ProgressLine("simulating", true, nanos::get, out);

    @Test
    void nothingIsWrittenWithinTheFirstSecond() {
        assertThat(after(0.9, new Share("unmap", 1, 2))).isEmpty();
    }

    @Test
    void nothingIsEverWrittenWhereThereIsNoTerminal() {
        ProgressLine silent = new ProgressLine("simulating", false, nanos::get, out);
        nanos.addAndGet(100 * SECOND);
        silent.at(new Standing(1, 1, new Share("unmap", 1, 2)));
        silent.close();
        assertThat(written.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void timeLeftFollowsFromTheSpeedSinceTheOperationWasFirstSeen() {
        after(3, new Share("touch", 90, 100));
        after(1, new Share("unmap", 10, 100));
        assertThat(after(2, new Share("unmap", 30, 100)))
                .isEqualTo("simulating: unmap 30 % (7 s left), 2.000 s simulated, 12.0 million events, 2.0 million/s");
    }

    @Test
    void longTimesAreInMinutes() {
        after(1, new Share("", 0, 1000));
        assertThat(after(2, new Share("", 10, 1000))).startsWith("simulating: 1 % (4 min left), ");
    }

    @Test
    void noTimeIsGivenForWhatHasNotMovedYet() {
        after(1, new Share("unmap", 10, 100));
        assertThat(after(2, new Share("unmap", 10, 100))).startsWith("simulating: unmap 10 %, 2.000 s");
    }

    @Test
    void nothingIsSaidAboutAWholeThatIsNotKnown() {
        assertThat(after(2, Share.ofEvents(0, 0))).startsWith("simulating: 2.000 s simulated");
    }

    @Test
    void theNextOperationOfTheSameSizeStartsAnew() {
        after(1, new Share("touch", 10, 100));
        after(2, new Share("touch", 90, 100));
        assertThat(after(1, new Share("touch", 5, 100))).startsWith("simulating: touch 5 %, ");
    }

    @Test
    void theSpeedOfEachOfSeveralRunsIsItsOwn() {
        nanos.addAndGet(10 * SECOND);
        line.next("run 2 of 3");
        assertThat(after(1, Share.ofEvents(0, 0))).startsWith("run 2 of 3: ").endsWith(" 12.0 million/s");
    }

    @Test
    void theLineIsTakenAwayAtTheEnd() {
        after(2, new Share("unmap", 1, 2));
        written.reset();
        line.close();
        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("\r\u001b[K");
    }

    /** What stands there when so much more time has passed. */
    private String after(double seconds, Share share) {
        nanos.addAndGet((long) (seconds * SECOND));
        written.reset();
        line.at(new Standing(2 * SECOND, 12_000_000, share));
        return written.toString(StandardCharsets.UTF_8)
                .replace("\r\u001b[?7l", "")
                .replace("\u001b[K\u001b[?7h", "");
    }
}
