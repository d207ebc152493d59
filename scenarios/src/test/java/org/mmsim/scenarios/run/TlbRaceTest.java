package org.mmsim.scenarios.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmsim.actors.Simulation;
import org.mmsim.engine.check.Checks;
import org.mmsim.scenarios.format.Scenario;
import org.mmsim.scenarios.format.Setting;

/**
 * The library's races: the order that was mended is caught at the seed that docs/checks.md names, by the check that it
 * names, and the order that mended it breaks nothing. {@code -Dmmsim.fuzz.iterations} sets for how many seeds, at most
 * 1,000.
 */
class TlbRaceTest {
    private static final long SEEDS = Math.min(Long.getLong("mmsim.fuzz.iterations", 20), 1000);

    private static Stream<String> broken(String race, String bug, long seed) throws InterruptedException {
        Scenario scenario = Identities.loader()
                .load(race, List.of(Setting.parse("kernel.planted_bug=" + bug)), OptionalLong.of(seed));
        return new Simulation(
                        Identities.setup(scenario, Checks.names()), machine -> (t, ns, actor, cause, a, b, c, d) -> {})
                .run((simulatedNs, events) -> {}).violations().stream()
                        .map(violation -> Checks.name(violation.check()));
    }

    @ParameterizedTest
    @CsvSource({
        "race-mremap, remap-flushes-after-unlock, 1, tlb-frame-reuse",
        "race-migrate-flush, migration-flushes-after-unlock, 7, content",
        "race-migrate-flush, batched-flush-unnoticed, 7, content",
        "race-prot-none, migration-trusts-prot-none, 1, tlb-frame-reuse",
        "race-dontneed-nested, nested-gather-unnoticed, 2, tlb-fresh",
        "race-x86-switch, flush-skips-switching, 1, tlb-frame-reuse",
        "race-x86-genrace, switch-without-barrier, 1, tlb-frame-reuse",
        "race-x86-pfnmap, pfnmap-unlinked-before-flush, 1, tlb-frame-reuse",
        "race-x86-freed-tables, freed-tables-skip-lazy, 1, walk-cache"
    })
    void theUnfixedOrderIsCaughtAndTheFixedOneIsClean(String race, String bug, long seed, String check)
            throws InterruptedException {
        assertThat(broken(race, bug, seed)).contains(check);
        for (long any = 1; any <= SEEDS; any++) {
            assertThat(broken(race, "none", any)).as("seed %d", any).isEmpty();
        }
    }
}
