package org.mmsim.actors;

import static org.mmsim.protocol.Event.CHECK_VIOLATED_FIELD_NUMBER;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.mmsim.engine.check.Checks;
import org.mmsim.engine.cost.Draws;
import org.mmsim.engine.cpu.Kernel;
import org.mmsim.engine.event.Fact;
import org.mmsim.engine.event.FactSink;
import org.mmsim.engine.event.Recorder;
import org.mmsim.engine.kernel.Boot;
import org.mmsim.engine.kernel.sched.Entries;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.process.UserProcess;
import org.mmsim.protocol.Check;
import org.mmsim.protocol.ProcessMessage;

/** The parts of one run, put together: engine, actors, checks, journal. */
final class SimulatedMachine {
    private final SimulationRun run;
    private final Machine machine;
    private final Recorder recorder;
    private final Checks checks;
    private final Kernel kernel;
    private final MessagePorts ports;
    private final UserProcess.Shared shared;
    private final List<UserProcess> processes;
    private final List<Simulation.Violation> violations = new ArrayList<>();

    SimulatedMachine(Simulation.Setup setup, Function<Machine, FactSink> journal, SimulationRun run) {
        this.run = run;
        machine = new Machine(setup.profile());
        recorder = new Recorder(run.clock(), machine::apply, journal.apply(machine));
        checks = new Checks(machine, recorder, setup.checks());
        recorder.observe(this::violated, CHECK_VIOLATED_FIELD_NUMBER);
        ports = new MessagePorts(run, machine.cpuCount());
        kernel = new Kernel(
                machine,
                recorder,
                run.clock(),
                new Draws(setup.seed()),
                ports,
                setup.policies(),
                setup.fine(),
                new Entries());
        Boot.configure(kernel, setup.workload().controls());
        shared = new UserProcess.Shared(setup.workload().flags().size());
        processes = UserProcess.of(kernel, setup.workload().processes(), shared);
    }

    SimulationRun run() {
        return run;
    }

    /** Brings the actors to life and puts the start of every process in the queue. */
    void spawn(ActorContext<Void> context, Props props) {
        for (int i = 0; i < machine.cpuCount(); i++) {
            ports.addCpu(context.spawn(CpuActor.create(run, kernel.cpu(i)), "cpu-" + i, props));
            ports.addTlb(context.spawn(TlbActor.create(run, kernel.tlb(i)), "tlb-" + i, props));
        }
        for (UserProcess process : processes) {
            ActorRef<Envelope<ProcessMessage>> actor =
                    context.spawn(ProcessActor.create(run, process), "process-" + process.id(), props);
            ports.addProcess(actor);
            if (process.beginsWithRun()) {
                run.queue().add(0, 0, actor, MessagePorts.START);
            }
        }
        run.begin(recorder);
    }

    /** What came of the run. Called once it has finished. */
    Simulation.Outcome outcome() {
        checks.atEnd();
        return new Simulation.Outcome(
                recorder.lastSeq(), run.clock().nowNs(), shared.metrics().values(), machine, List.copyOf(violations));
    }

    private void violated(Fact f) {
        violations.add(new Simulation.Violation(Check.forNumber((int) f.a), f.b, f.c, f.d));
    }
}
