package org.mmsim.engine.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.workload.Op;

/** Walks through a thread's program, in and out of its repeats. */
final class OpCursor {
    private final Deque<Level> levels = new ArrayDeque<>();

    private static final class Level {
        final List<Op> body;
        final Op.Repeat repeat;
        long timesLeft;
        int next;

        Level(List<Op> body, Op.Repeat repeat, long timesLeft) {
            this.body = body;
            this.repeat = repeat;
            this.timesLeft = timesLeft;
        }
    }

    OpCursor(List<Op> program) {
        levels.push(new Level(program, new Op.Repeat(1, -1, program), 1));
    }

    /**
     * The next operation that takes a CPU, or null at the end.
     *
     * @param flagged whether a flag is set
     * @param signal sets a flag
     */
    @Nullable
    Op next(IntPredicate flagged, IntConsumer signal) {
        while (!levels.isEmpty()) {
            Level level = levels.peek();
            if (level.next == level.body.size()) {
                if (goesOn(level, flagged)) {
                    level.next = 0;
                } else {
                    levels.pop();
                }
                continue;
            }
            Op op = level.body.get(level.next++);
            if (op instanceof Op.Repeat repeat) {
                enter(repeat, flagged);
            } else if (op instanceof Op.Signal set) {
                signal.accept(set.flag());
            } else {
                return op;
            }
        }
        return null;
    }

    private static boolean goesOn(Level level, IntPredicate flagged) {
        return level.repeat.times() < 0 ? !flagged.test(level.repeat.flag()) : --level.timesLeft > 0;
    }

    private void enter(Op.Repeat repeat, IntPredicate flagged) {
        boolean none = repeat.times() < 0 ? flagged.test(repeat.flag()) : repeat.times() == 0;
        if (!none) {
            levels.push(new Level(repeat.body(), repeat, repeat.times()));
        }
    }
}
