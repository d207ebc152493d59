package org.mmsim.engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.workload.Op;

class OpCursorTest {
    private final Set<Integer> flags = new TreeSet<>();

    private static Op op(long number) {
        return new Op.Compute(number, "");
    }

    private static Op repeat(long times, Op... body) {
        return new Op.Repeat(times, -1, Arrays.asList(body));
    }

    private static Op until(int flag, Op... body) {
        return new Op.Repeat(-1, flag, Arrays.asList(body));
    }

    private List<Long> run(Op... program) {
        List<Long> numbers = new ArrayList<>();
        OpCursor cursor = new OpCursor(Arrays.asList(program));
        while (true) {
            Op next = cursor.next(flags::contains, flags::add);
            if (next == null || numbers.size() == 100) {
                return numbers;
            }
            numbers.add(((Op.Compute) next).ns());
        }
    }

    @Test
    void operationsComeInOrder() {
        assertThat(run(op(1), op(2), op(3))).containsExactly(1L, 2L, 3L);
        assertThat(run()).isEmpty();
    }

    @Test
    void aBodyIsRepeatedAsOftenAsItSays() {
        assertThat(run(op(1), repeat(3, op(2), op(3)), op(4))).containsExactly(1L, 2L, 3L, 2L, 3L, 2L, 3L, 4L);
        assertThat(run(repeat(0, op(1)), op(2))).containsExactly(2L);
        assertThat(run(repeat(1, op(1)))).containsExactly(1L);
    }

    @Test
    void repeatsNest() {
        assertThat(run(repeat(2, op(1), repeat(2, op(2)), op(3)))).containsExactly(1L, 2L, 2L, 3L, 1L, 2L, 2L, 3L);
        assertThat(run(repeat(3, repeat(2, repeat(2, op(1)))))).hasSize(12);
        assertThat(run(repeat(3), op(1))).containsExactly(1L);
    }

    @Test
    void aRepeatGoesOnUntilItsFlagIsSet() {
        assertThat(run(until(2, op(1), op(2), new Op.Signal(2), op(3)), op(4))).containsExactly(1L, 2L, 3L, 4L);
        assertThat(run(until(7, op(1)))).as("nobody sets it").hasSize(100);
    }

    @Test
    void aRepeatWhoseFlagIsSetAlreadyIsPassedOver() {
        assertThat(run(new Op.Signal(1), until(1, op(1)), op(2))).containsExactly(2L);
    }
}
