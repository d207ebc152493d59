package org.mmsim.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.cpu.Bug;
import org.mmsim.engine.cpu.CpumaskPolicy;
import org.mmsim.engine.cpu.PolicySet;

class PoliciesTest {
    @Test
    void everyChoiceThatIsOfferedCanBeTaken() {
        assertThat(Policies.families())
                .allSatisfy(family -> assertThat(family.choices())
                        .allSatisfy(choice -> assertThat(Policies.of(Map.of(family.key(), choice.name())))
                                .isNotNull()));
    }

    @Test
    void whoSaysNothingGetsAKernelOfTheThreadsTime() {
        PolicySet policies = Policies.of(Map.of());

        assertThat(policies.locklessWalk()).isInstanceOf(AlwaysSerialize.class);
        assertThat(policies.cpumask()).isEqualTo(CpumaskPolicy.NEVER_CLEARED);
    }

    @Test
    void theDesignsThatAreKnownToBeWrongAreMarked() {
        List<String> wrong = Policies.families().stream()
                .flatMap(family -> family.choices().stream())
                .filter(PolicyFamily.Choice::testOnly)
                .map(PolicyFamily.Choice::name)
                .toList();

        List<String> planted = Stream.of(Bug.values())
                .filter(bug -> bug != Bug.NONE)
                .map(Bug::label)
                .toList();

        assertThat(wrong)
                .containsAll(planted)
                .startsWith("shared-counter-no-walker-barrier", "shared-counter-no-unmap-barrier", "never")
                .hasSize(3 + planted.size());
    }

    @Test
    void aNameThatNobodyOffersIsRefused() {
        assertThatThrownBy(() -> Policies.of(Map.of("mm_cpumask", "sometimes")))
                .hasMessage("no policy sometimes for mm_cpumask");
    }

    @Test
    void twoRunsShareNothing() {
        Map<String, String> choices = Map.of("lockless_walk", "shared-counter");

        assertThat(Policies.of(choices).locklessWalk())
                .isNotSameAs(Policies.of(choices).locklessWalk());
    }
}
