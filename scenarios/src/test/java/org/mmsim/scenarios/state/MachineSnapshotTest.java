package org.mmsim.scenarios.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmsim.engine.event.Fact;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.machine.MachineSnapshot;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.engine.profile.TlbGeometry;
import org.mmsim.engine.snapshot.SnapshotException;
import org.mmsim.engine.snapshot.StateOutput;
import org.mmsim.scenarios.profile.ProfileLoader;
import org.mmsim.scenarios.run.Recording;

class MachineSnapshotTest {
    private static final int FUZZ_ITERATIONS = Integer.getInteger("mmsim.fuzz.iterations", 3_000);
    private static final int POINTS = 40;

    @ParameterizedTest
    @CsvSource({
        "always, never-cleared, batch",
        "always, lazy, fine",
        "shared-counter-no-walker-barrier, never-cleared, fine",
        "percpu-counter, lazy, batch",
        "none-needed, never-cleared, fine"
    })
    void aMachineThatWasReadBackGoesOnAsIfItHadNeverBeenWritten(String walk, String cpumask, String granularity) {
        Recording run = Recording.of(walk, cpumask, granularity, 2);
        List<Fact> facts = run.facts();
        byte[] end = MachineSnapshot.write(run.machine());
        Machine folded = new Machine(run.scenario().machine());

        for (int seq = 1; seq <= facts.size(); seq++) {
            folded.apply(facts.get(seq - 1));
            if (seq % Math.max(1, facts.size() / POINTS) == 0) {
                byte[] written = MachineSnapshot.write(folded);
                Machine read = MachineSnapshot.read(run.scenario().machine(), written);
                assertThat(MachineSnapshot.write(read))
                        .as("read back after %d", seq)
                        .isEqualTo(written);
                facts.subList(seq, facts.size()).forEach(read::apply);
                assertThat(MachineSnapshot.write(read))
                        .as("folded on from %d", seq)
                        .isEqualTo(end);
            }
        }
        assertThat(MachineSnapshot.write(folded)).isEqualTo(end);
    }

    @Test
    void damagedBytesAreAMachineOrARefusalInOneLine() {
        Recording run = Recording.ofWalkers();
        byte[] written = middle(run);
        Random random = new Random(7);
        for (int i = 0; i < FUZZ_ITERATIONS; i++) {
            byte[] damaged = written.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Throwable refusal =
                    catchThrowable(() -> MachineSnapshot.read(run.scenario().machine(), damaged));
            if (refusal != null) {
                assertThat(refusal).isInstanceOf(SnapshotException.class);
                assertThat(refusal.getMessage()).startsWith("snapshot ").doesNotContain("\n");
            }
        }
    }

    @Test
    void everyTruncationIsRefused() {
        Recording run = Recording.ofWalkers();
        byte[] written = middle(run);
        for (int length = 0; length < written.length; length += 1 + length / 50) {
            byte[] cut = Arrays.copyOf(written, length);
            assertThatThrownBy(() -> MachineSnapshot.read(run.scenario().machine(), cut))
                    .isInstanceOf(SnapshotException.class);
        }
    }

    @Test
    void aHugeNumberOfThingsIsRefusedBeforeMemoryRunsOut() {
        MachineProfile profile = ProfileLoader.load("power9-4");
        StateOutput out = new StateOutput();
        out.unsigned(3);
        out.unsigned(profile.topology().cpus());
        out.unsigned(profile.basePageBytes());
        out.unsigned(profile.memoryBytes() / profile.basePageBytes());
        for (TlbGeometry.Named level : profile.tlb().levels()) {
            out.unsigned(level.level().entries());
            out.unsigned(level.level().ways());
        }
        int threads = 1 << 26;
        out.unsigned(threads);
        byte[] bytes = Arrays.copyOf(out.toByteArray(), threads + 100);

        assertThatThrownBy(() -> MachineSnapshot.read(profile, bytes))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("needs more memory than a machine can");
    }

    @Test
    void theSnapshotOfAnotherMachineIsRefused() {
        byte[] written = MachineSnapshot.write(new Machine(ProfileLoader.load("power9-4")));

        assertThatThrownBy(() -> MachineSnapshot.read(ProfileLoader.load("power9-128"), written))
                .isInstanceOf(SnapshotException.class)
                .hasMessage("snapshot is of another machine than power9-128");
    }

    private static byte[] middle(Recording run) {
        Machine machine = new Machine(run.scenario().machine());
        run.facts().subList(0, run.facts().size() / 2).forEach(machine::apply);
        return MachineSnapshot.write(machine);
    }
}
