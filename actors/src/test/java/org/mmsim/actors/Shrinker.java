package org.mmsim.actors;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.mmsim.engine.workload.Op;
import org.mmsim.engine.workload.Workload.ProcessSpec;
import org.mmsim.engine.workload.Workload.ThreadSpec;

/** Leaves out of a program whatever it does not need in order to go wrong (delta debugging). Deterministic. */
final class Shrinker {
    private final Predicate<RandomProgram> wrong;
    private RandomProgram program;

    private Shrinker(RandomProgram program, Predicate<RandomProgram> wrong) {
        this.program = program;
        this.wrong = wrong;
    }

    /**
     * @param wrong whether a program still shows what is being looked for; the given one does
     */
    static RandomProgram shrink(RandomProgram program, Predicate<RandomProgram> wrong) {
        Shrinker shrinker = new Shrinker(program, wrong);
        while (shrinker.round()) {
            // What one round leaves out can make more superfluous.
        }
        return shrinker.program;
    }

    private boolean round() {
        boolean smaller = attempt(program.jitterPermille() > 0, program.withJitter(0));
        smaller |= attempt(program.fine(), program.withGranularity(false));
        for (int process = 0; process < program.processes().size(); process++) {
            for (int thread = 0;
                    thread < program.processes().get(process).threads().size();
                    thread++) {
                smaller |= fewerOps(process, thread);
                smaller |= shorterRanges(process, thread);
            }
        }
        for (int process = 0; process < program.processes().size(); process++) {
            smaller |= withoutEmptyThreads(process);
        }
        return smaller;
    }

    private boolean attempt(boolean different, RandomProgram candidate) {
        if (different && wrong.test(candidate)) {
            program = candidate;
            return true;
        }
        return false;
    }

    private List<Op> ops(int process, int thread) {
        return program.processes().get(process).threads().get(thread).program();
    }

    /** Halves first, then quarters, down to single operations. */
    private boolean fewerOps(int process, int thread) {
        boolean smaller = false;
        for (int size = ops(process, thread).size(); size > 0; size /= 2) {
            for (int from = 0; from < ops(process, thread).size(); ) {
                int first = from;
                int last = Math.min(from + size, ops(process, thread).size());
                boolean gone = attempt(true, program.withOps(process, thread, ops -> {
                    List<Op> fewer = new ArrayList<>(ops);
                    fewer.subList(first, last).clear();
                    return fewer;
                }));
                smaller |= gone;
                from += gone ? 0 : size;
            }
        }
        return smaller;
    }

    private boolean shorterRanges(int process, int thread) {
        boolean smaller = false;
        for (int i = 0; i < ops(process, thread).size(); i++) {
            for (Op shorter : shorter(ops(process, thread).get(i))) {
                int at = i;
                smaller |= attempt(true, program.withOps(process, thread, ops -> {
                    List<Op> changed = new ArrayList<>(ops);
                    changed.set(at, shorter);
                    return changed;
                }));
            }
        }
        return smaller;
    }

    /** The operation on one page, and on half of its range. */
    private List<Op> shorter(Op op) {
        List<Op> shorter = new ArrayList<>();
        for (long divisor : new long[] {1 << 20, 2}) {
            Op candidate = shortened(op, divisor);
            if (!candidate.equals(op)) {
                shorter.add(candidate);
            }
        }
        if (op instanceof Op.Repeat repeat) {
            for (int i = 0; repeat.body().size() > 1 && i < repeat.body().size(); i++) {
                List<Op> body = new ArrayList<>(repeat.body());
                body.remove(i);
                shorter.add(new Op.Repeat(repeat.times(), repeat.flag(), body));
            }
        }
        return shorter;
    }

    private long part(long length, long divisor) {
        long pages = length / program.pageBytes();
        return length == 0 ? 0 : Math.max(1, pages / divisor) * program.pageBytes();
    }

    private Op shortened(Op op, long divisor) {
        if (op instanceof Op.Touch o) {
            long length = part(o.length(), divisor);
            return new Op.Touch(o.va(), length, o.stride(), o.write(), o.content(), o.survivesSignals(), "");
        }
        if (op instanceof Op.Map o) {
            return new Op.Map(o.va(), part(o.length(), divisor), o.vmFlags(), "");
        }
        if (op instanceof Op.Unmap o) {
            return new Op.Unmap(o.va(), part(o.length(), divisor), "");
        }
        if (op instanceof Op.Madvise o) {
            return new Op.Madvise(o.va(), part(o.length(), divisor), o.advice(), "");
        }
        if (op instanceof Op.Protect o) {
            return new Op.Protect(o.va(), part(o.length(), divisor), o.vmFlags(), "");
        }
        if (op instanceof Op.Remap o) {
            long length = part(o.length(), divisor);
            return new Op.Remap(o.va(), length, o.to(), part(o.newLength(), divisor), o.keep(), "");
        }
        if (op instanceof Op.Lock o) {
            return new Op.Lock(o.va(), part(o.length(), divisor), o.onFault(), "");
        }
        if (op instanceof Op.Pin o) {
            return new Op.Pin(o.handle(), o.va(), part(o.length(), divisor), o.pin(), "");
        }
        if (op instanceof Op.Repeat o) {
            return new Op.Repeat(Math.max(1, o.times() / divisor), o.flag(), o.body());
        }
        return op;
    }

    /** Threads that do nothing, as long as one is left to end the process. */
    private boolean withoutEmptyThreads(int process) {
        ProcessSpec spec = program.processes().get(process);
        List<ThreadSpec> busy =
                spec.threads().stream().filter(t -> !t.program().isEmpty()).toList();
        if (busy.isEmpty() || busy.size() == spec.threads().size()) {
            return false;
        }
        List<ProcessSpec> changed = new ArrayList<>(program.processes());
        changed.set(process, new ProcessSpec(spec.name(), busy, spec.forked()));
        return attempt(true, program.with(changed));
    }
}
