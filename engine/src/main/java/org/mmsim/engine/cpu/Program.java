package org.mmsim.engine.cpu;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.LockKind;

/**
 * A kernel function as a list of steps over a frame of variables, written once and read from top to
 * bottom. Between two steps other CPUs and interrupts may run. A step acts at the instant it begins
 * and then lasts as long as it spends ({@link Cpu#spend}).
 *
 * @param <F> the function's variables
 */
public final class Program<F extends Frame> {
    /** {@link Wait}'s answer when what it waits for has not happened. */
    public static final long NOT_YET = -1;

    /** Operand of instructions that need none. */
    private static final Object NO_OPERAND = new Object();

    private final KernelFunction function;
    private final Instruction[] instructions;

    private Program(KernelFunction function, Instruction[] instructions) {
        this.function = function;
        this.instructions = instructions;
    }

    /** What a step does. */
    @FunctionalInterface
    public interface Action<F> {
        void run(Cpu cpu, F frame);
    }

    /** What decides about a branch or a loop. */
    @FunctionalInterface
    public interface Condition<F> {
        boolean test(Cpu cpu, F frame);
    }

    /** The function that is called, or null for none. */
    @FunctionalInterface
    public interface Callee<F> {
        @Nullable
        Frame of(Cpu cpu, F frame);
    }

    /** The id of a lock. */
    @FunctionalInterface
    public interface LockId<F> {
        long of(Cpu cpu, F frame);
    }

    /** What is waited for: {@link #NOT_YET}, or the nanoseconds that taking notice takes. */
    @FunctionalInterface
    public interface Wait<F> {
        long noticed(Cpu cpu, F frame);
    }

    /** Begins the program of a function; {@code no_function} leaves no trace on the stack of names. */
    public static <F extends Frame> Builder<F> of(KernelFunction function) {
        return new Builder<>(function);
    }

    int length() {
        return instructions.length;
    }

    boolean boundaryAt(int step) {
        return step < instructions.length && instructions[step].code().boundary;
    }

    void enter(Cpu cpu) {
        if (function != KernelFunction.no_function) {
            cpu.functionEntered(function);
        }
    }

    void leave(Cpu cpu) {
        if (function != KernelFunction.no_function) {
            cpu.functionReturned(function);
        }
    }

    @SuppressWarnings("unchecked") // a program is only ever pushed with a frame of its own type
    void execute(Cpu cpu, KernelStack stack, Frame untyped) {
        F frame = (F) untyped;
        Instruction at = instructions[frame.step];
        int next = frame.step + 1;
        switch (at.code()) {
            case STEP -> {
                frame.step = next;
                ((Action<F>) at.operand()).run(cpu, frame);
            }
            case CALL -> {
                frame.step = next;
                Frame callee = ((Callee<F>) at.operand()).of(cpu, frame);
                if (callee != null) {
                    stack.push(cpu, callee);
                }
            }
            case BRANCH -> frame.step = ((Condition<F>) at.operand()).test(cpu, frame) ? next : at.target();
            case JUMP -> frame.step = at.target();
            case LOCK -> {
                long id = ((LockId<F>) at.operand()).of(cpu, frame);
                if (cpu.locks().acquire(cpu, at.lock(), id)) {
                    frame.step = next;
                }
            }
            case UNLOCK -> {
                frame.step = next;
                cpu.locks().release(cpu, at.lock(), ((LockId<F>) at.operand()).of(cpu, frame));
            }
            case AWAIT -> {
                long ns = ((Wait<F>) at.operand()).noticed(cpu, frame);
                if (ns == NOT_YET) {
                    cpu.spin();
                } else {
                    frame.step = next;
                    cpu.spend(ns);
                }
            }
            case IRQS_OFF -> {
                frame.step = next;
                cpu.disableInterrupts();
            }
            case IRQS_ON -> {
                frame.step = next;
                cpu.enableInterrupts();
            }
        }
    }

    private enum Code {
        STEP(false),
        CALL(false),
        BRANCH(false),
        JUMP(false),
        LOCK(true),
        UNLOCK(true),
        AWAIT(true),
        IRQS_OFF(false),
        IRQS_ON(true);

        /** Whether others can tell when it happens, so that it must not be drawn forward within a lock hold. */
        final boolean boundary;

        Code(boolean boundary) {
            this.boundary = boundary;
        }
    }

    private record Instruction(Code code, Object operand, LockKind lock, int target) {
        Instruction to(int newTarget) {
            return new Instruction(code, operand, lock, newTarget);
        }
    }

    /** Writes a program down, a line a step. */
    public static final class Builder<F extends Frame> {
        private final KernelFunction function;
        private final List<Instruction> list = new ArrayList<>();
        /** Open blocks: index of their branch, and whether they loop. */
        private final Deque<Integer> branches = new ArrayDeque<>();

        private final Deque<Boolean> loops = new ArrayDeque<>();

        private Builder(KernelFunction function) {
            this.function = function;
        }

        /** Something that happens at once and may take time afterwards. */
        public Builder<F> step(Action<F> action) {
            return add(Code.STEP, action);
        }

        /** Calls another function, if there is one to call. */
        public Builder<F> call(Callee<F> callee) {
            return add(Code.CALL, callee);
        }

        /** Everything up to {@link #end} again and again, as long as the condition holds. */
        public Builder<F> loop(Condition<F> condition) {
            return open(condition, true);
        }

        /** Everything up to {@link #end} if the condition holds. */
        public Builder<F> when(Condition<F> condition) {
            return open(condition, false);
        }

        /** Ends the innermost loop or condition. */
        public Builder<F> end() {
            int branch = branches.pop();
            if (loops.pop()) {
                list.add(new Instruction(Code.JUMP, NO_OPERAND, LockKind.LOCK_NONE, branch));
            }
            list.set(branch, list.get(branch).to(list.size()));
            return this;
        }

        /** Takes a lock, spinning or sleeping for it as its kind demands. */
        public Builder<F> lock(LockKind kind, LockId<F> id) {
            list.add(new Instruction(Code.LOCK, id, kind, 0));
            return this;
        }

        /** Drops a lock. */
        public Builder<F> unlock(LockKind kind, LockId<F> id) {
            list.add(new Instruction(Code.UNLOCK, id, kind, 0));
            return this;
        }

        /** Spins until something has happened. Interrupts are served meanwhile. */
        public Builder<F> await(Wait<F> wait) {
            return add(Code.AWAIT, wait);
        }

        /** local_irq_save. */
        public Builder<F> irqsOff() {
            return add(Code.IRQS_OFF, NO_OPERAND);
        }

        /** local_irq_restore. */
        public Builder<F> irqsOn() {
            return add(Code.IRQS_ON, NO_OPERAND);
        }

        /** The finished program. */
        public Program<F> build() {
            if (!branches.isEmpty()) {
                throw new IllegalStateException(function + " has a block without end");
            }
            return new Program<>(function, list.toArray(new Instruction[0]));
        }

        private Builder<F> add(Code code, Object operand) {
            list.add(new Instruction(code, operand, LockKind.LOCK_NONE, 0));
            return this;
        }

        private Builder<F> open(Condition<F> condition, boolean loop) {
            branches.push(list.size());
            loops.push(loop);
            return add(Code.BRANCH, condition);
        }
    }
}
