package org.mmsim.actors;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.mmsim.engine.mm.VmFlags;
import org.mmsim.engine.profile.Jitter;
import org.mmsim.engine.workload.Op;
import org.mmsim.protocol.WalkerClass;

/** Runs of some processes that map, touch, unmap and walk the same few pages at the same time. */
final class RandomLab {
    static final List<String> CORRECT_WALKS = List.of("always", "shared-counter", "percpu-counter", "none-needed");

    private static final int HUGE_PAGES = 4;
    private static final long HUGE = 2 * TestMachine.MIB;

    private final Random random;
    private final long pageBytes;

    private RandomLab(Random random) {
        this.random = random;
        this.pageBytes = (random.nextBoolean() ? 4 : 64) * TestMachine.KIB;
    }

    static Lab of(long seed) {
        return new RandomLab(new Random(seed)).lab().seed(seed);
    }

    private Lab lab() {
        int cpus = 1 + random.nextInt(4);
        Lab lab = new Lab()
                .machine(m -> m.cpus(cpus).basePage(pageBytes).tlb(16, 4).idleState(2000, 900))
                .walks(CORRECT_WALKS.get(random.nextInt(CORRECT_WALKS.size())))
                .cpumask(random.nextBoolean() ? "lazy" : "never-cleared");
        if (random.nextBoolean()) {
            Jitter.Kind kind = random.nextBoolean() ? Jitter.Kind.UNIFORM : Jitter.Kind.LOGNORMAL;
            lab.machine(m -> m.jitter(kind, 700));
        }
        if (random.nextInt(4) == 0) {
            lab.machine(m -> m.memory(5 * TestMachine.MIB));
        }
        if (random.nextBoolean()) {
            lab.fine();
        }
        for (int process = 1 + random.nextInt(2); process > 0; process--) {
            int threads = 1 + random.nextInt(5);
            for (int thread = 0; thread < threads; thread++) {
                lab.thread(random.nextInt(cpus), program());
            }
            if (process > 1) {
                lab.process();
            }
        }
        return lab;
    }

    private Op[] program() {
        List<Op> program = new ArrayList<>();
        program.add(Lab.map(Lab.BASE, HUGE_PAGES * HUGE));
        int steps = random.nextInt(12);
        for (int step = 0; step < steps; step++) {
            program.add(operation());
        }
        return program.toArray(new Op[0]);
    }

    private Op operation() {
        long from = place();
        long length = random.nextInt(3) == 0 ? HUGE : (1 + random.nextInt(40)) * pageBytes;
        return switch (random.nextInt(9)) {
            case 0 ->
                Lab.map(
                        from,
                        length,
                        (random.nextInt(8) > 0 ? VmFlags.VM_WRITE : 0)
                                | (random.nextBoolean() ? 0 : VmFlags.VM_NOHUGEPAGE));
            case 1, 2, 3 -> Lab.touch(from, length, random.nextBoolean() ? pageBytes : HUGE / 4);
            case 4 -> Lab.unmap(from, length);
            case 5, 6 -> walk(WalkerClass.WALKER_GUP_FAST);
            case 7 -> walk(WalkerClass.WALKER_PTE_POINTER);
            default -> random.nextBoolean() ? Lab.sleep(random.nextInt(5000)) : Lab.compute(random.nextInt(3000));
        };
    }

    private Op walk(WalkerClass walker) {
        Op walk = new Op.Walk(Lab.BASE, HUGE_PAGES * HUGE, pageBytes, true, walker, random.nextInt(3000), "");
        return Lab.repeat(1 + random.nextInt(8), walk);
    }

    /** A page, the beginning of a huge page more often than not. */
    private long place() {
        long huge = Lab.BASE + random.nextInt(HUGE_PAGES) * HUGE;
        return random.nextBoolean() ? huge : huge + random.nextInt((int) (HUGE / pageBytes)) * pageBytes;
    }
}
