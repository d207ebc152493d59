package org.mmsim.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mmsim.protocol.Event.FUNCTION_ENTERED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.FUNCTION_RETURNED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.IPI_RECEIVED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.IPI_TAKEN_FIELD_NUMBER;
import static org.mmsim.protocol.Event.PROCESS_CREATED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.THREAD_STARTED_FIELD_NUMBER;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.cpu.Frame;
import org.mmsim.engine.cpu.Program;
import org.mmsim.engine.cpu.Task;
import org.mmsim.engine.event.ActorIds;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.LockKind;

/** What a program's instructions do, on CPUs where nothing costs anything but what a test spends. */
class ProgramTest {
    private static final long LOCK = 0x1000;

    private final List<String> log = new ArrayList<>();
    private Bench bench = new Bench(lab(false));

    /** CPUs with threads of the test's own programs. */
    private final class Bench extends DirectRun {
        private int threads;

        Bench(Lab lab) {
            super(lab.setup(), (type, timeNs, actor, cause, a, b, c, d) -> {
                switch (type) {
                    case FUNCTION_ENTERED_FIELD_NUMBER -> log.add("enter " + KernelFunction.forNumber((int) a));
                    case FUNCTION_RETURNED_FIELD_NUMBER -> log.add("leave " + KernelFunction.forNumber((int) a));
                    case IPI_RECEIVED_FIELD_NUMBER -> log.add("ipi at " + timeNs + (c == 1 ? " pending" : ""));
                    case IPI_TAKEN_FIELD_NUMBER -> log.add("ipi taken at " + timeNs);
                    default -> {
                        // The others are looked at by other tests.
                    }
                }
            });
            run();
            kernel().recorder().record(PROCESS_CREATED_FIELD_NUMBER, ActorIds.process(1), 1);
        }

        /** Starts a thread on a CPU. */
        void start(int cpu, Frame program) {
            int thread = threads++;
            kernel().recorder().record(THREAD_STARTED_FIELD_NUMBER, ActorIds.process(1), 1, thread, cpu);
            Task task = new Task(thread, 1);
            task.assign(program);
            kernel().add(task);
            wake(cpu, thread, 0);
        }

        @Override
        public void operationDone(int process, int thread, int error) {
            // Threads of tests have one operation each.
        }
    }

    private static Lab lab(boolean fine) {
        Lab lab = new Lab().machine(m -> m.cpus(2).allCosts(0)).checks(List.of());
        return fine ? lab.fine() : lab;
    }

    private static final class Script extends Frame {
        int count;

        Script(Program<Script> program) {
            super(program);
        }
    }

    private static Program.Builder<Script> program() {
        return program(KernelFunction.no_function);
    }

    private static Program.Builder<Script> program(KernelFunction function) {
        return Program.<Script>of(function);
    }

    private Program.Action<Script> say(String what) {
        return (cpu, f) -> log.add(what);
    }

    /** Says what and when, and then takes a while. */
    private Program.Action<Script> work(String what, long ns) {
        return (cpu, f) -> {
            log.add(what + " at " + cpu.nowNs());
            cpu.spend(ns);
        };
    }

    private List<String> runOnCpu0(Program.Builder<Script> program) {
        bench.start(0, new Script(program.build()));
        bench.deliverAll();
        log.removeIf(line -> line.endsWith("switch_mm_irqs_off"));
        return log;
    }

    @Test
    void stepsFollowEachOther() {
        assertThat(runOnCpu0(program().step(say("a")).step(say("b")))).containsExactly("a", "b");
    }

    @Test
    void aStepActsWhenItBeginsAndLastsAsLongAsItSpends() {
        assertThat(runOnCpu0(program().step(work("a", 30)).step(work("b", 12)).step(work("c", 0))))
                .containsExactly("a at 0", "b at 30", "c at 42");
    }

    @Test
    void aLoopGoesOnAsLongAsItsConditionHolds() {
        assertThat(runOnCpu0(program()
                        .loop((cpu, f) -> f.count < 3)
                        .step((cpu, f) -> log.add("body " + f.count++))
                        .end()
                        .step(say("after"))))
                .containsExactly("body 0", "body 1", "body 2", "after");
    }

    @Test
    void aLoopMayNotRunAtAll() {
        assertThat(runOnCpu0(program()
                        .loop((cpu, f) -> false)
                        .step(say("body"))
                        .end()
                        .step(say("after"))))
                .containsExactly("after");
    }

    @Test
    void loopsAndConditionsNest() {
        assertThat(runOnCpu0(program()
                        .loop((cpu, f) -> f.count < 4)
                        .step((cpu, f) -> f.count++)
                        .when((cpu, f) -> f.count % 2 == 0)
                        .step((cpu, f) -> log.add("even " + f.count))
                        .when((cpu, f) -> f.count == 4)
                        .step(say("four"))
                        .end()
                        .end()
                        .step((cpu, f) -> log.add("all " + f.count))
                        .end()))
                .containsExactly("all 1", "even 2", "all 2", "all 3", "even 4", "four", "all 4");
    }

    @Test
    void aCalledFunctionRunsToItsEndBeforeTheCallerGoesOn() {
        Program<Script> inner =
                program(KernelFunction.zap_huge_pmd).step(work("inner", 5)).build();

        assertThat(runOnCpu0(program(KernelFunction.unmap_region)
                        .step(say("before"))
                        .call((cpu, f) -> new Script(inner))
                        .call((cpu, f) -> none())
                        .step(work("after", 0))))
                .containsExactly(
                        "enter unmap_region",
                        "before",
                        "enter zap_huge_pmd",
                        "inner at 0",
                        "leave zap_huge_pmd",
                        "after at 5",
                        "leave unmap_region");
    }

    private static @Nullable Frame none() {
        return null;
    }

    @Test
    void whoAwaitsIsAskedAgainWheneverAMessageComesAndPaysForTakingNotice() {
        boolean[] happened = new boolean[1];
        Program.Builder<Script> waiting = program()
                .await((cpu, f) -> {
                    log.add("asked at " + cpu.nowNs());
                    return happened[0] ? 7 : Program.NOT_YET;
                })
                .step(work("noticed", 0));
        bench.lockGranted(0, 100);
        bench.drainStores(0, 150);
        bench.start(
                1,
                new Script(program()
                        .step((cpu, f) -> cpu.spend(200))
                        .step((cpu, f) -> happened[0] = true)
                        .step((cpu, f) -> bench.lockGranted(0, 50))
                        .build()));

        assertThat(runOnCpu0(waiting)).containsExactly("asked at 0", "asked at 100", "asked at 250", "noticed at 257");
    }

    @Test
    void anInterruptCutsAStepShortAndTheRestOfItFollows() {
        bench.ipi(1, 0, 40);

        assertThat(runOnCpu0(program().step(work("a", 100)).step(work("b", 0))))
                .containsExactly("a at 0", "ipi at 40", "b at 100");
    }

    @Test
    void anInterruptIsServedWhileACpuAwaits() {
        bench.ipi(1, 0, 40);
        bench.lockGranted(0, 100);

        assertThat(runOnCpu0(program()
                        .await((cpu, f) -> cpu.nowNs() < 100 ? Program.NOT_YET : 0)
                        .step(work("after", 0))))
                .containsExactly("ipi at 40", "after at 100");
    }

    @Test
    void withInterruptsOffAnIpiWaitsAndIsTakenBeforeTheNextStep() {
        bench.ipi(1, 0, 40);

        assertThat(runOnCpu0(program().irqsOff().step(work("off", 100)).irqsOn().step(work("on", 0))))
                .containsExactly("off at 0", "ipi at 40 pending", "ipi taken at 100", "on at 100");
    }

    @Test
    void aSpinLockHasOneHolderAndPassesInTheOrderOfAsking() {
        bench = new Bench(lab(true));
        Program.Builder<Script> other = program()
                .step((cpu, f) -> cpu.spend(10))
                .lock(LockKind.LOCK_PMD, (cpu, f) -> LOCK)
                .step(work("other", 5))
                .step(work("other still", 5))
                .unlock(LockKind.LOCK_PMD, (cpu, f) -> LOCK);
        bench.start(1, new Script(other.build()));

        assertThat(runOnCpu0(program()
                        .lock(LockKind.LOCK_PMD, (cpu, f) -> LOCK)
                        .step(work("mine", 50))
                        .step(work("mine still", 50))
                        .unlock(LockKind.LOCK_PMD, (cpu, f) -> LOCK)
                        .lock(LockKind.LOCK_PMD, (cpu, f) -> LOCK)
                        .step(work("mine again", 0))
                        .unlock(LockKind.LOCK_PMD, (cpu, f) -> LOCK)))
                .containsExactly(
                        "mine at 0", "mine still at 50", "other at 100", "other still at 105", "mine again at 110");
    }

    @Test
    void aCpuThatIsInterruptedWhileItSpinsKeepsItsPlace() {
        Program.Builder<Script> holder = program()
                .lock(LockKind.LOCK_PMD, (cpu, f) -> LOCK)
                .step(work("held", 100))
                .unlock(LockKind.LOCK_PMD, (cpu, f) -> LOCK);
        bench.start(1, new Script(holder.build()));
        bench.ipi(1, 0, 40);
        bench.ipi(1, 0, 60);

        assertThat(runOnCpu0(program()
                        .step((cpu, f) -> cpu.spend(10))
                        .lock(LockKind.LOCK_PMD, (cpu, f) -> LOCK)
                        .step(work("mine", 0))
                        .unlock(LockKind.LOCK_PMD, (cpu, f) -> LOCK)))
                .containsExactly("held at 0", "ipi at 40", "ipi at 60", "mine at 100");
        assertThat(bench.kernel().machine().locks()).isEmpty();
    }

    /** The lock passes at 100, the CPU hears of it at 130, and a handler ends in between. */
    @Test
    void aCpuWhoseHandlerEndsBeforeItHearsOfItsLockDoesNotAskTwice() {
        bench = new Bench(
                lab(false).machine(m -> m.cost(CostId.LINE_TRANSFER, 30).cost(CostId.INTERRUPT_ENTRY, 25)));
        Program.Builder<Script> holder = program()
                .lock(LockKind.LOCK_PMD, (cpu, f) -> LOCK)
                .step(work("held", 100))
                .unlock(LockKind.LOCK_PMD, (cpu, f) -> LOCK);
        bench.start(1, new Script(holder.build()));
        bench.ipi(1, 0, 90);

        assertThat(runOnCpu0(program()
                        .step((cpu, f) -> cpu.spend(10))
                        .lock(LockKind.LOCK_PMD, (cpu, f) -> LOCK)
                        .step(work("mine", 0))
                        .unlock(LockKind.LOCK_PMD, (cpu, f) -> LOCK)))
                .containsExactly("held at 0", "ipi at 90", "mine at 130");
        assertThat(bench.kernel().machine().locks()).isEmpty();
    }

    @Test
    void coarseStepsUnderASpinLockHappenAtOnceUpToTheUnlock() {
        assertThat(runOnCpu0(lockedWork())).containsExactly("a at 0", "b at 0", "after at 50");
    }

    @Test
    void fineStepsUnderASpinLockTakeTheirTime() {
        bench = new Bench(lab(true));

        assertThat(runOnCpu0(lockedWork())).containsExactly("a at 0", "b at 20", "after at 50");
    }

    private Program.Builder<Script> lockedWork() {
        return program()
                .lock(LockKind.LOCK_PTE, (cpu, f) -> LOCK)
                .step(work("a", 20))
                .step(work("b", 30))
                .unlock(LockKind.LOCK_PTE, (cpu, f) -> LOCK)
                .step(work("after", 0));
    }

    @Test
    void whatAStepSpendsOnACostIsTheProfiles() {
        Lab lab = new Lab().machine(m -> m.cpus(1).allCosts(0).cost(CostId.SYSCALL, 253));
        DirectRun run = new DirectRun(lab.setup(), (type, timeNs, actor, cause, a, b, c, d) -> {});
        Cpu cpu = run.kernel().cpu(0);
        cpu.spend(CostId.SYSCALL);

        assertThat(cpu.spentNs()).isEqualTo(253);
    }

    @Test
    void aBlockWithoutEndIsRefused() {
        assertThatThrownBy(() -> program(KernelFunction.unmap_region)
                        .loop((cpu, f) -> true)
                        .build())
                .hasMessage("unmap_region has a block without end");
    }
}
