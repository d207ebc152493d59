package org.mmsim.scenarios.conform.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.mm.Mm;
import org.mmsim.scenarios.conform.KernelPreset;
import org.mmsim.scenarios.conform.recording.Checkpoint;
import org.mmsim.scenarios.conform.recording.ProcessState;
import org.mmsim.scenarios.conform.recording.RegionState;
import org.mmsim.scenarios.conform.recording.VmaState;
import org.mmsim.scenarios.conform.script.Region;
import org.mmsim.scenarios.conform.script.Script;
import org.mmsim.scenarios.procfs.AddressSpaceView;
import org.mmsim.scenarios.procfs.EntryLetters;
import org.mmsim.scenarios.procfs.Pagemap;
import org.mmsim.scenarios.procfs.PagemapEntry;
import org.mmsim.scenarios.procfs.SimulatedAddressSpace;
import org.mmsim.scenarios.procfs.Smaps;
import org.mmsim.scenarios.procfs.SmapsField;
import org.mmsim.scenarios.procfs.VmFlag;
import org.mmsim.scenarios.procfs.VmaView;

/** Looks at the machine at checkpoints. */
final class CheckpointRecorder {
    private final Machine machine;
    private final KernelPreset kernel;
    private final EntryLetters letters;
    private final SystemCounters counters;
    private final KeptFrames kept = new KeptFrames();

    CheckpointRecorder(Machine machine, KernelPreset kernel) {
        this.machine = machine;
        this.kernel = kernel;
        letters = kernel.isX86() ? EntryLetters.X86_64 : EntryLetters.ARM64;
        counters = new SystemCounters(machine);
    }

    /** The machine's counters are counted from here on. */
    void rebase() {
        counters.changes();
    }

    /** What the machine's counters count from here on is not of the script. */
    void pause() {
        counters.pause();
    }

    /** The machine's counters count for the script again. */
    void goOn() {
        counters.goOn();
    }

    /** The state of a process's regions, for {@link #record}. */
    record Subject(String name, int number, List<Region> regions) {}

    /** The checkpoint as the machine is now. */
    Checkpoint record(int line, String name, List<Subject> subjects) {
        CheckpointNumbers numbers = new CheckpointNumbers();
        List<ProcessState> processes = new ArrayList<>();
        for (Subject subject : subjects) {
            processes.add(process(subject, numbers));
        }
        return new Checkpoint(line, name, List.copyOf(processes), counters.changes());
    }

    private ProcessState process(Subject subject, CheckpointNumbers numbers) {
        Mm mm = machine.mm(subject.number());
        AddressSpaceView space = new SimulatedAddressSpace(machine, mm);
        List<RegionState> regions = new ArrayList<>();
        for (Region region : subject.regions()) {
            PagemapEntry[] entries = Pagemap.of(space, kernel.variant(), region.va(), Math.toIntExact(region.pages()));
            regions.add(new RegionState(
                    region.name(),
                    vmas(space, region),
                    PageRuns.of(entries, space.frames(), kernel.variant(), numbers),
                    kept.update(subject.name(), region.name(), entries),
                    EntryRuns.of(mm, region, letters)));
        }
        return new ProcessState(subject.name(), mm.minorFaults(), mm.majorFaults(), null, List.copyOf(regions));
    }

    private static List<VmaState> vmas(AddressSpaceView space, Region region) {
        List<VmaState> states = new ArrayList<>();
        for (VmaView vma : space.vmas()) {
            if (vma.start() < region.va(region.pages()) && vma.end() > region.va()) {
                states.add(new VmaState(
                        (vma.start() - region.va()) / Script.PAGE_BYTES,
                        (vma.end() - vma.start()) / Script.PAGE_BYTES,
                        vma.permissions(),
                        VmFlag.names(vma.flags()),
                        kb(Smaps.of(space, vma))));
            }
        }
        return List.copyOf(states);
    }

    private static SortedMap<String, Long> kb(Smaps smaps) {
        SortedMap<String, Long> kb = new TreeMap<>();
        for (SmapsField field : SmapsField.values()) {
            if (smaps.kb(field) != 0) {
                kb.put(field.label(), smaps.kb(field));
            }
        }
        return kb;
    }
}
