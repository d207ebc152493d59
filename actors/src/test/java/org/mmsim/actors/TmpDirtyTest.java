package org.mmsim.actors;
import org.junit.jupiter.api.Test;
import org.mmsim.protocol.Check;
class TmpDirtyTest {
    @Test void t() {
        for (int seed = 0; seed < 600; seed++) {
            RandomProgram.Result r = RandomPrograms.of(seed).run();
            if (!r.clean()) System.out.println("PLAIN " + seed + " " + r.broken() + " " + r.failure());
        }
        for (int seed = 0; seed < 600; seed++) {
            RandomProgram.Result r = RandomPrograms.of(seed).with("planted_bug", "batch-clear-loses-dirty").run();
            if (r.broken() == Check.CHECK_DIRTY) { System.out.println("FOUND " + seed); break; }
        }
    }
}
