package org.mmsim.engine.cpu;

import static org.mmsim.protocol.Event.LOCK_ACQUIRED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.LOCK_CONTENDED_FIELD_NUMBER;
import static org.mmsim.protocol.Event.LOCK_RELEASED_FIELD_NUMBER;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mmsim.engine.cost.CacheLine;
import org.mmsim.engine.machine.LockKinds;
import org.mmsim.engine.machine.LockState;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.profile.CostId;
import org.mmsim.protocol.LockKind;

/** Takes and drops locks: spin locks (page-table locks) and those that are slept for (mmap_lock, folio lock, …). */
final class Locks {
    private final Kernel kernel;
    /** The lines the lock words are on, by {@link Machine#lockKey}; looked up only. */
    private final Map<Long, CacheLine> lines = new LinkedHashMap<>();

    Locks(Kernel kernel) {
        this.kernel = kernel;
    }

    /**
     * Takes the lock, or makes the CPU spin or its thread sleep until it can be tried again. A CPU that spins tries
     * again after every interrupt, too, and keeps its place in the queue.
     */
    boolean acquire(Cpu cpu, LockKind kind, long id) {
        if (cpu.takeGrant(LockKinds.sleeping(kind))) {
            return held(cpu, kind);
        }
        LockState lock = kernel.machine().lock(kind, id);
        boolean reader = LockKinds.reader(kind);
        if (kind == LockKind.LOCK_FOLIO_WAIT && (lock == null || lock.writer() < 0)) {
            return true;
        }
        if (lock == null || lock.free(reader)) {
            cpu.spend(touch(cpu, kind, id));
            cpu.follow(cpu.record(LOCK_ACQUIRED_FIELD_NUMBER, kind.getNumber(), id, holder(cpu, kind)));
            return held(cpu, kind);
        }
        if (!lock.askedForBy(holder(cpu, kind), reader)) {
            cpu.follow(cpu.record(LOCK_CONTENDED_FIELD_NUMBER, kind.getNumber(), id, holder(cpu, kind)));
        }
        if (LockKinds.sleeping(kind)) {
            cpu.block();
        } else {
            cpu.spin();
        }
        return false;
    }

    /** down_read_trylock, folio_trylock: takes the lock if nobody has to be waited for. */
    boolean tryAcquire(Cpu cpu, LockKind kind, long id) {
        LockState lock = kernel.machine().lock(kind, id);
        boolean free = lock == null || lock.free(LockKinds.reader(kind));
        cpu.spend(touch(cpu, kind, id));
        if (free) {
            cpu.follow(cpu.record(LOCK_ACQUIRED_FIELD_NUMBER, kind.getNumber(), id, holder(cpu, kind)));
        }
        return free;
    }

    private static boolean held(Cpu cpu, LockKind kind) {
        if (!LockKinds.sleeping(kind)) {
            cpu.current().spinLocks++;
        }
        return true;
    }

    /**
     * Drops the lock and passes it on: to the longest waiter, and to the readers right behind a reader. Those who wait
     * for a folio to be unlocked go on without it.
     */
    void release(Cpu cpu, LockKind kind, long id) {
        cpu.storeBuffer().drain();
        cpu.spend(touch(cpu, kind, id));
        if (!LockKinds.sleeping(kind)) {
            cpu.current().spinLocks--;
        }
        cpu.follow(cpu.record(LOCK_RELEASED_FIELD_NUMBER, kind.getNumber(), id, holder(cpu, kind)));
        passOn(cpu, kind, id);
    }

    /** mmap_write_downgrade: the writer goes on as a reader, and lets waiting readers in. */
    void downgrade(Cpu cpu, long mm) {
        long thread = cpu.current().thread();
        cpu.record(LOCK_RELEASED_FIELD_NUMBER, LockKind.LOCK_MMAP_WRITE_VALUE, mm, thread);
        cpu.follow(cpu.record(LOCK_ACQUIRED_FIELD_NUMBER, LockKind.LOCK_MMAP_READ_VALUE, mm, thread));
        passOn(cpu, LockKind.LOCK_MMAP_WRITE, mm);
    }

    private void passOn(Cpu cpu, LockKind kind, long id) {
        LockState lock = kernel.machine().lock(kind, id);
        while (lock != null && !lock.waiters().isEmpty() && lock.writer() < 0) {
            LockState.Waiter waiter = lock.waiters().getFirst();
            if (!waiter.reader() && lock.readers() > 0) {
                return;
            }
            LockKind granted = LockKinds.of(kind, waiter.reader());
            cpu.record(LOCK_ACQUIRED_FIELD_NUMBER, granted.getNumber(), id, waiter.who());
            grant(cpu, kind, waiter.who());
        }
    }

    private void grant(Cpu cpu, LockKind kind, int who) {
        if (LockKinds.sleeping(kind)) {
            Task task = kernel.task(who);
            int target = kernel.machine().cpuOfThread(who);
            task.granted = true;
            kernel.ports().wake(target, who, cpu.cost(CostId.LINE_TRANSFER, target));
        } else {
            kernel.ports().lockGranted(who, cpu.cost(CostId.LINE_TRANSFER, who));
        }
    }

    private static int holder(Cpu cpu, LockKind kind) {
        return LockKinds.sleeping(kind) ? cpu.current().thread() : cpu.index();
    }

    /** What changing the lock's word takes, ns. That of a folio is in the line that its references are counted in. */
    private long touch(Cpu cpu, LockKind kind, long id) {
        if (kind == LockKind.LOCK_FOLIO) {
            return cpu.cost(CostId.ATOMIC);
        }
        return lines.computeIfAbsent(
                        Machine.lockKey(kind, id),
                        key -> new CacheLine(kernel.machine().cpuCount()))
                .write(kernel.costs(), cpu.index(), kernel.clock().nowNs());
    }
}
