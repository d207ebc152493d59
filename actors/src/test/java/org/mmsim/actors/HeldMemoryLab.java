package org.mmsim.actors;

import static org.mmsim.actors.Lab.BASE;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.mmsim.engine.machine.ThpControls;
import org.mmsim.engine.mm.VmFlags;
import org.mmsim.engine.workload.Advice;
import org.mmsim.engine.workload.Op;
import org.mmsim.protocol.ThpControl;

/** Runs in which threads lock, populate, pin and count the same memory while it is mapped, forked and unmapped. */
final class HeldMemoryLab {
    private static final long PAGE = 4 * TestMachine.KIB;
    private static final long HUGE = 2 * TestMachine.MIB;
    private static final int HUGE_PAGES = 2;
    private static final int MOST_PAGES = 40;

    private final Random random;

    private HeldMemoryLab(Random random) {
        this.random = random;
    }

    static Lab of(long seed) {
        return new HeldMemoryLab(new Random(seed)).lab().seed(seed);
    }

    private Lab lab() {
        int cpus = 1 + random.nextInt(3);
        Lab lab = new Lab()
                .machine(m -> m.cpus(cpus).x86())
                .policy("lru", random.nextBoolean() ? "multi-gen" : "classic")
                .policy("wp_reuse", random.nextBoolean() ? "exclusive-only" : "mm-owner");
        if (random.nextBoolean()) {
            lab.fine();
        }
        int forks = random.nextInt(3);
        List<Op> first = program();
        for (int child = 2; child < 2 + forks; child++) {
            first.add(random.nextInt(first.size()) + 1, Lab.fork(child));
        }
        threads(lab, cpus, first);
        for (int child = 0; child < forks; child++) {
            lab.forkedProcess();
            threads(lab, cpus, program());
        }
        return lab;
    }

    private void threads(Lab lab, int cpus, List<Op> first) {
        lab.thread(random.nextInt(cpus), first.toArray(new Op[0]));
        for (int more = random.nextInt(3); more > 0; more--) {
            lab.thread(random.nextInt(cpus), program().toArray(new Op[0]));
        }
    }

    private List<Op> program() {
        List<Op> program = new ArrayList<>();
        program.add(map(BASE, HUGE_PAGES * HUGE, VmFlags.VM_WRITE, false));
        for (int steps = random.nextInt(15); steps > 0; steps--) {
            program.add(operation());
        }
        return program;
    }

    private static Op map(long va, long length, long access, boolean populate) {
        return new Op.Map(va, length, VmFlags.VM_READ | VmFlags.VM_MAY_ALL | access, 0, 0, populate, "");
    }

    private Op operation() {
        boolean huge = random.nextInt(3) == 0;
        long va = BASE + random.nextInt(HUGE_PAGES) * HUGE + (huge ? 0 : random.nextInt(MOST_PAGES) * PAGE);
        long length = huge ? HUGE : (1 + random.nextInt(MOST_PAGES)) * PAGE;
        int handle = random.nextInt(3);
        return switch (random.nextInt(16)) {
            case 0 -> map(va, length, random.nextInt(6) == 0 ? 0 : VmFlags.VM_WRITE, random.nextInt(4) == 0);
            case 1, 2 -> Lab.touch(va, length, PAGE);
            case 3 -> Lab.read(va, length, PAGE);
            case 4 -> Lab.unmap(va, length);
            case 5 -> new Op.Lock(va, length, random.nextInt(3) == 0, "");
            case 6 -> random.nextInt(4) == 0 ? new Op.LockAll(false, "") : Lab.lock(va, length);
            case 7, 8 -> Lab.unlock(va, length);
            case 9, 10 -> Lab.madvise(va, length, advice());
            case 11 -> new Op.Pin(handle, va, length, random.nextBoolean(), random.nextBoolean(), "");
            case 12 -> Lab.pin(handle, va, length);
            case 13 -> Lab.unpin(handle);
            case 14 -> random.nextBoolean() ? new Op.Mincore(va, length, "") : new Op.Drain();
            default ->
                new Op.SetThp(
                        ThpControl.THP_SIZE_ENABLED,
                        random.nextBoolean() ? 4 : 9,
                        random.nextBoolean() ? ThpControls.ALWAYS : ThpControls.NEVER);
        };
    }

    private Advice advice() {
        return switch (random.nextInt(6)) {
            case 0 -> Advice.POPULATE_READ;
            case 1, 2 -> Advice.POPULATE_WRITE;
            case 3 -> Advice.DONTNEED;
            case 4 -> Advice.DONTNEED_LOCKED;
            default -> Advice.NOHUGEPAGE;
        };
    }
}
