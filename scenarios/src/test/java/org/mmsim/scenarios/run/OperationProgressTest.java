package org.mmsim.scenarios.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.event.Fact;
import org.mmsim.scenarios.run.Progress.Share;

class OperationProgressTest {
    private static final long MIB = 1 << 20;

    /** Main touches and unmaps 8 MiB in huge pages; the other thread has pages of its own at the same time. */
    private static final String SCENARIO = """
            mmsim: 1
            name: two-threads
            description: for tests
            machine: power9-4
            processes:
              - name: A
                threads:
                  - name: main
                    cpu: 0
                    run:
                      - map: {name: buf, size: 8MiB}
                      - touch: {of: buf, stride: 2MiB}
                      - unmap: {of: buf}
                      - exit: {}
                  - name: other
                    cpu: 1
                    run:
                      - map: {name: own, size: 4MiB}
                      - walk: {of: own, walker: gup-fast}
                      - touch: {of: own, stride: 2MiB}
                      - exit: {}
            """;

    @Test
    void theLargestOperationIsFollowedFromPageToPage() {
        assertThat(changes(SCENARIO))
                .containsSubsequence(
                        touch(2), touch(4), touch(6), Share.UNKNOWN, unmap(2), unmap(4), unmap(6), Share.UNKNOWN)
                .allMatch(share -> share.whole() == 0 || share.whole() == 8 * MIB);
    }

    private static Share touch(int mib) {
        return new Share("touch", mib * MIB, 8 * MIB);
    }

    private static Share unmap(int mib) {
        return new Share("unmap", mib * MIB, 8 * MIB);
    }

    private static List<Share> changes(String text) {
        OperationProgress progress = new OperationProgress();
        List<Share> changes = new ArrayList<>(List.of(progress.share()));
        for (Fact fact : Recording.of(text).facts()) {
            progress.see(fact.type, fact.actor, fact.a, fact.b, fact.c, fact.d);
            if (!progress.share().equals(changes.get(changes.size() - 1))) {
                changes.add(progress.share());
            }
        }
        return changes;
    }
}
