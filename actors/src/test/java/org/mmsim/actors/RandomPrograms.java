package org.mmsim.actors;

import static org.mmsim.actors.Lab.BASE;
import static org.mmsim.engine.mm.VmFlags.VM_MAYSHARE;
import static org.mmsim.engine.mm.VmFlags.VM_MAY_ALL;
import static org.mmsim.engine.mm.VmFlags.VM_NOHUGEPAGE;
import static org.mmsim.engine.mm.VmFlags.VM_OF_DEVICE;
import static org.mmsim.engine.mm.VmFlags.VM_READ;
import static org.mmsim.engine.mm.VmFlags.VM_SHARED;
import static org.mmsim.engine.mm.VmFlags.VM_WRITE;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.mmsim.engine.machine.ThpControls;
import org.mmsim.engine.memory.DeviceMemory;
import org.mmsim.engine.policy.Policies;
import org.mmsim.engine.policy.PolicyFamily;
import org.mmsim.engine.profile.Arch;
import org.mmsim.engine.workload.Advice;
import org.mmsim.engine.workload.Op;
import org.mmsim.engine.workload.Workload.ProcessSpec;
import org.mmsim.engine.workload.Workload.ThreadSpec;
import org.mmsim.protocol.ThpControl;
import org.mmsim.protocol.WalkerClass;

/**
 * Makes programs from seeds: trees of processes with some threads each, which do to a few megabytes everything that a
 * workload can do to memory, on machines of every architecture and kernels of every choice of policies.
 */
final class RandomPrograms {
    private static final long HUGE = 2 * TestMachine.MIB;
    private static final int HUGE_PAGES = 4;
    private static final int MOST_PROCESSES = 5;
    private static final int HANDLES = 3;
    private static final int DEVICES = 2;
    private static final long MOST_DEVICE_PAGES = 40;
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;
    private static final List<Advice> ADVICE = List.of(Advice.values());

    private final Random random;
    private final Arch arch;
    private final long pageBytes;
    private final int cpus;
    /** Whether all happens on a few pages and again and again, so that threads meet at every step. */
    private final boolean crowded;
    /** In the order of their numbers, from 1; a place is kept for a child before it is made. */
    private final List<ProcessSpec> processes = new ArrayList<>();

    /** Whether drivers give memory to processes and take it back. */
    private final boolean devices;

    private RandomPrograms(Random random, boolean devices) {
        this.random = random;
        this.devices = devices;
        arch = Arch.values()[random.nextInt(Arch.values().length)];
        pageBytes = pageBytes();
        crowded = random.nextInt(3) == 0;
        cpus = (crowded ? 2 : 1) + random.nextInt(crowded ? 3 : 4);
    }

    static RandomProgram of(long seed) {
        // Random's first numbers are much the same for neighbouring seeds.
        return new RandomPrograms(new Random(seed * SPREAD), seed % 4 == 3).program(seed);
    }

    private long pageBytes() {
        boolean small = random.nextInt(4) > 0;
        return switch (arch) {
            case X86_64 -> 4 * TestMachine.KIB;
            case POWERPC_BOOK3S64_RADIX -> (small ? 4 : 64) * TestMachine.KIB;
            case ARM64, ARM64_WITHOUT_HAFDBS -> (small ? 4 : random.nextBoolean() ? 16 : 64) * TestMachine.KIB;
        };
    }

    private RandomProgram program(long seed) {
        long memory = (random.nextInt(4) == 0 ? 5 + random.nextInt(4) : 64) * TestMachine.MIB;
        int tlbEntries = random.nextBoolean() ? 16 : 64;
        int jitter = random.nextBoolean() ? 700 : 0;
        boolean fine = random.nextInt(3) > 0;
        Map<String, String> policies = policies();
        for (int roots = random.nextInt(4) == 0 ? 2 : 1; roots > 0; roots--) {
            process(false, 3);
        }
        return new RandomProgram(
                seed, arch, pageBytes, cpus, memory, tlbEntries, jitter, fine, policies, List.copyOf(processes));
    }

    private Map<String, String> policies() {
        Map<String, String> policies = new TreeMap<>();
        for (PolicyFamily family : Policies.families()) {
            List<String> offered = family.choices().stream()
                    .filter(choice -> !choice.testOnly())
                    .map(PolicyFamily.Choice::name)
                    .toList();
            policies.put(family.key(), offered.get(random.nextInt(offered.size())));
        }
        return policies;
    }

    /** A process, its threads, and the children that they make, down to a depth. Returns its number. */
    private int process(boolean forked, int depth) {
        processes.add(new ProcessSpec("process", List.of(), forked));
        int number = processes.size();
        List<ThreadSpec> threads = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            List<Op> ops = new ArrayList<>();
            begin(ops, forked, i == 0);
            for (int step = 2 + random.nextInt(9); step > 0; step--) {
                ops.add(crowded && random.nextBoolean() ? again() : operation());
                if (depth > 0 && processes.size() < MOST_PROCESSES && random.nextInt(6) == 0) {
                    ops.add(new Op.Fork(process(true, depth - 1), ""));
                }
            }
            threads.add(new ThreadSpec("thread", random.nextInt(cpus), List.copyOf(ops)));
        }
        processes.set(number - 1, new ProcessSpec("process", List.copyOf(threads), forked));
        return number;
    }

    private void begin(List<Op> ops, boolean forked, boolean first) {
        if (forked) {
            return;
        }
        if (!first) {
            ops.add(Lab.sleep(2000));
            return;
        }
        for (int controls = random.nextInt(4); controls > 0; controls--) {
            ops.add(control());
        }
        ops.add(Lab.map(BASE, HUGE_PAGES * HUGE));
        ops.add(access(true));
    }

    private Op control() {
        int[] values = {ThpControls.ALWAYS, ThpControls.ALWAYS, ThpControls.MADVISE, ThpControls.NEVER};
        int value = values[random.nextInt(values.length)];
        return switch (random.nextInt(5)) {
            case 0 -> new Op.SetThp(ThpControl.THP_GLOBAL_ENABLED, 0, value);
            case 1 -> new Op.SetThp(ThpControl.THP_USE_ZERO_PAGE, 0, random.nextInt(2));
            default -> new Op.SetThp(ThpControl.THP_SIZE_ENABLED, 2 + random.nextInt(4), value);
        };
    }

    private Op operation() {
        if (devices && random.nextInt(6) == 0) {
            return device();
        }
        return switch (random.nextInt(36)) {
            case 0, 1, 2, 3, 4, 5, 6 -> access(true);
            case 7, 8, 9, 10, 11 -> access(false);
            case 12, 13, 14 -> on((va, length) -> new Op.Madvise(va, length, Advice.DONTNEED, ""));
            case 15, 16 ->
                on((va, length) -> new Op.Madvise(va, length, ADVICE.get(random.nextInt(ADVICE.size())), ""));
            case 17 -> on((va, length) -> new Op.Unmap(va, length, ""));
            case 18, 19 -> map();
            case 20, 21 -> on((va, length) -> new Op.Protect(va, length, access(), ""));
            case 22 ->
                random.nextInt(8) == 0
                        ? new Op.LockAll(random.nextBoolean(), "")
                        : on((va, length) -> new Op.Lock(va, length, random.nextBoolean(), ""));
            case 23 -> on((va, length) -> new Op.Unlock(va, length, ""));
            case 24, 25 ->
                on((va, length) -> new Op.Pin(random.nextInt(HANDLES), va, length, random.nextInt(4) > 0, ""));
            case 26 -> new Op.Unpin(random.nextInt(HANDLES), "");
            case 27 -> on((va, length) -> new Op.Mincore(va, length, ""));
            case 28 -> random.nextBoolean() ? new Op.Drain() : control();
            case 29, 30 -> walks();
            case 31, 32, 33 -> remap();
            case 34 -> new Op.Shrink();
            default -> Lab.sleep(random.nextInt(5000));
        };
    }

    private Op device() {
        int device = DeviceMemory.file(random.nextInt(DEVICES));
        if (random.nextInt(3) == 0) {
            return new Op.Revoke(device, "");
        }
        return on((va, length) -> {
            long flags = VM_READ | VM_WRITE | VM_MAY_ALL | VM_SHARED | VM_MAYSHARE | VM_OF_DEVICE;
            long most = Math.min(length, MOST_DEVICE_PAGES * pageBytes);
            return new Op.Map(va, most, flags, device, random.nextInt(3), false, "");
        });
    }

    private Op again() {
        List<Op> body = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            body.add(operation());
        }
        return new Op.Repeat(2 + random.nextInt(4), -1, body);
    }

    /** Mostly all pages of a range, so that stale ones cannot hide. */
    private Op access(boolean write) {
        long va = place();
        long length = length(va);
        long stride =
                length > 64 * pageBytes && random.nextInt(4) > 0 ? (1 + random.nextInt(64)) * pageBytes : pageBytes;
        return new Op.Touch(va, length, stride, write, 0, random.nextBoolean(), "");
    }

    private long access() {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> VM_READ;
            default -> VM_READ | VM_WRITE;
        };
    }

    private Op map() {
        return on((va, length) -> {
            long flags = VM_READ | VM_MAY_ALL | (random.nextInt(6) > 0 ? VM_WRITE : 0);
            flags |= random.nextInt(4) == 0 ? VM_NOHUGEPAGE : 0;
            flags |= random.nextInt(8) == 0 ? VM_SHARED : 0;
            return new Op.Map(va, length, flags, 0, 0, random.nextInt(8) == 0, "");
        });
    }

    private Op remap() {
        long from = place();
        long to = place();
        long length = length(from);
        long newLength = random.nextInt(4) == 0 ? length(to) : Math.min(length, BASE + HUGE_PAGES * HUGE - to);
        return new Op.Remap(from, length, to, newLength, random.nextInt(4) == 0, "");
    }

    private Op walks() {
        WalkerClass walker = arch == Arch.POWERPC_BOOK3S64_RADIX && random.nextBoolean()
                ? WalkerClass.WALKER_PTE_POINTER
                : WalkerClass.WALKER_GUP_FAST;
        long length = crowded ? 4 * pageBytes : HUGE_PAGES * HUGE;
        Op walk = new Op.Walk(BASE, length, pageBytes, true, walker, random.nextInt(3000), "");
        return Lab.repeat(1 + random.nextInt(6), walk);
    }

    private interface Ranged {
        Op of(long va, long length);
    }

    private Op on(Ranged op) {
        long va = place();
        return op.of(va, length(va));
    }

    /** The beginning of a huge page, of a folio of 16 pages, or any page; few of each, so that programs meet. */
    private long place() {
        if (crowded) {
            return BASE + (random.nextInt(3) == 0 ? random.nextInt(4) * pageBytes : 0);
        }
        long huge = BASE + random.nextInt(HUGE_PAGES) * HUGE;
        long pages = HUGE / pageBytes;
        return switch (random.nextInt(4)) {
            case 0, 1 -> huge;
            case 2 -> huge + Math.min(pages - 1, 16L * random.nextInt(3)) * pageBytes;
            default -> huge + random.nextInt((int) Math.min(pages, 40)) * pageBytes;
        };
    }

    private long length(long va) {
        long left = BASE + HUGE_PAGES * HUGE - va;
        if (crowded) {
            return Math.min(left, random.nextInt(4) == 0 ? HUGE : (1 + random.nextInt(4)) * pageBytes);
        }
        long length = switch (random.nextInt(6)) {
            case 0, 1 -> HUGE;
            case 2 -> 16 * pageBytes;
            case 3 -> pageBytes;
            case 4 -> HUGE * 2;
            default -> (1 + random.nextInt(40)) * pageBytes;
        };
        return Math.min(left, length);
    }
}
