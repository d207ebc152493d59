package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mmsim.protocol.Event.FOLIO_FREED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PTE_SET_FIELD_NUMBER;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.workload.Op;
import org.mmsim.engine.workload.Workload;

class SimulationTest {
    private static final long HUGE = 2 * TestMachine.MIB;

    private static Lab lab() {
        return new Lab().thread(0, Lab.map(Lab.BASE, HUGE), Lab.touch(Lab.BASE, HUGE, HUGE), Lab.unmap(Lab.BASE, HUGE));
    }

    @Test
    void aRunEndsWithItsMachineItsCountsAndItsDurations() throws InterruptedException {
        Simulation.Setup setup = lab().setup();
        Workload.ThreadSpec timed = new Workload.ThreadSpec(
                "timed", 1, List.of(new Op.Compute(40, "work"), new Op.Compute(60, "work"), new Op.Sleep(5, "nap")));
        Workload workload =
                new Workload(List.of(new Workload.ProcessSpec("p", List.of(timed), false)), List.of(), List.of());
        Simulation.Outcome outcome = new Simulation(
                        new Simulation.Setup(setup.profile(), setup.policies(), workload, 1, false, setup.checks()),
                        machine -> (type, timeNs, actor, cause, a, b, c, d) -> {})
                .run((simulatedNs, events) -> {});

        assertThat(outcome.metrics())
                .containsEntry("work", 100.0)
                .containsEntry("work_count", 2.0)
                .containsEntry("work_min", 60.0)
                .containsEntry("work_max", 140.0)
                .containsEntry("nap", 205.0);
        assertThat(outcome.violations()).isEmpty();
        assertThat(outcome.events()).isPositive();
        assertThat(outcome.machine().threads()).containsExactly(0);
    }

    @Test
    void whatTheJournalThrowsComesOutAsItIs() {
        IllegalStateException full = new IllegalStateException("disk full");
        Simulation simulation = new Simulation(lab().setup(), machine -> (type, timeNs, actor, cause, a, b, c, d) -> {
            if (type == PTE_SET_FIELD_NUMBER) {
                throw full;
            }
        });

        assertThatThrownBy(() -> simulation.run((simulatedNs, events) -> {})).isSameAs(full);
    }

    @Test
    void aRunThatFailedStopsAtThatFact() {
        List<Integer> types = new ArrayList<>();
        Simulation simulation = new Simulation(lab().setup(), machine -> (type, timeNs, actor, cause, a, b, c, d) -> {
            types.add(type);
            if (type == PTE_SET_FIELD_NUMBER) {
                throw new IllegalStateException("disk full");
            }
        });

        assertThatThrownBy(() -> simulation.run((simulatedNs, events) -> {})).hasMessage("disk full");
        assertThat(types).endsWith(PTE_SET_FIELD_NUMBER).doesNotContain(FOLIO_FREED_FIELD_NUMBER);
    }

    @Test
    void whatTheSetupsMachineThrowsComesOutAsItIs() {
        Simulation simulation = new Simulation(lab().setup(), machine -> {
            throw new IllegalArgumentException("no journal");
        });

        assertThatThrownBy(() -> simulation.run((simulatedNs, events) -> {})).hasMessage("no journal");
    }

    @Test
    void simulationsOfOneJvmDoNotDisturbEachOther() {
        List<CompletableFuture<RunRecord>> runs = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> runWithActors(i)))
                .toList();

        for (int i = 0; i < runs.size(); i++) {
            assertThat(runs.get(i).join().facts())
                    .isEqualTo(RandomLab.of(i).run().facts());
        }
    }

    private static RunRecord runWithActors(long seed) {
        try {
            return RandomLab.of(seed).runWithActors();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSimulationLeavesNoThreadBehind() throws InterruptedException {
        lab().runWithActors();

        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread instanceof SimulationThread) {
                thread.join(60_000);
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }
}
