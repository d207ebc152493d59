package org.mmsim.scenarios.conform.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mmsim.actors.Simulation;
import org.mmsim.engine.check.Checks;
import org.mmsim.engine.event.FactSink;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.memory.Folios;
import org.mmsim.engine.memory.PageFlags;
import org.mmsim.engine.policy.Policies;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.scenarios.conform.KernelPreset;
import org.mmsim.scenarios.conform.ScriptRunner;
import org.mmsim.scenarios.conform.recording.Recording;
import org.mmsim.scenarios.conform.script.Script;
import org.mmsim.scenarios.profile.ProfileLoader;
import org.mmsim.scenarios.run.Progress;
import org.mmsim.scenarios.run.Progress.Share;
import org.mmsim.scenarios.run.Progress.Standing;

/**
 * Runs scripts on the simulated machine under the preset of a kernel, one after another in one boot, as the recordings
 * were made.
 */
public final class SimulatedKernel implements ScriptRunner {
    private static final long SEED = 1;

    private final KernelPreset kernel;
    private final MachineProfile profile;
    private final Progress progress;
    /** Whether a script of this boot has looked the zero page up, which keeps the mark of it until the next boot. */
    private boolean zeroPageAccessed;

    /**
     * @param progress told now and then how far a run has come
     */
    public SimulatedKernel(KernelPreset kernel, Progress progress) {
        this.kernel = kernel;
        this.profile = ProfileLoader.load(kernel.profile());
        this.progress = progress;
    }

    @Override
    public List<String> unsupported(Script script) {
        return new Operations(script, kernel).unsupported();
    }

    @Override
    public Run run(Script script) throws InterruptedException {
        CompiledScript compiled = ScriptCompiler.compile(script, kernel, zeroPageAccessed);
        List<ScriptObserver> observers = new ArrayList<>();
        Simulation.Setup setup = new Simulation.Setup(
                profile, Policies.of(kernel.policies()), compiled.workload(), SEED, false, Checks.names());
        Simulation.Outcome outcome = new Simulation(setup, machine -> observer(machine, script, compiled, observers))
                .run((ns, events) -> progress.at(new Standing(ns, events, Share.ofEvents(0, 0))));
        Folios folios = outcome.machine().folios();
        zeroPageAccessed = folios.has(outcome.machine().zeroFrame(), PageFlags.REFERENCED);
        List<String> violations = outcome.violations().stream()
                .map(broken -> Checks.message(broken.check(), broken.subject(), broken.detail()))
                .toList();
        Recording.Meta meta = new Recording.Meta(script.name(), kernel.release(), kernel.machine());
        return new Run(new Recording(meta, "", observers.get(0).entries(), Set.of()), violations);
    }

    private FactSink observer(Machine machine, Script script, CompiledScript compiled, List<ScriptObserver> observers) {
        CheckpointRecorder checkpoints = new CheckpointRecorder(machine, kernel);
        ScriptObserver observer = new ScriptObserver(script, compiled, checkpoints);
        observers.add(observer);
        return observer;
    }
}
