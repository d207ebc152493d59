package org.mmsim.scenarios.state;

import java.util.ArrayList;
import java.util.List;
import org.mmsim.engine.machine.LockState;

/** A lock's holders and waiters in words. */
final class LockText {

    private LockText() {}

    static String of(long key, LockState lock, Names names) {
        List<String> parts = new ArrayList<>();
        if (lock.writer() >= 0) {
            parts.add("held by " + who(key, lock.writer(), names));
        }
        if (lock.readers() > 0) {
            parts.add("held by " + lock.readers() + (lock.readers() == 1 ? " reader" : " readers"));
        }
        for (LockState.Waiter waiter : lock.waiters()) {
            parts.add(who(key, waiter.who(), names) + " waits" + (waiter.reader() ? " to read" : ""));
        }
        return String.join(", ", parts);
    }

    private static String who(long key, int number, Names names) {
        return Names.isSleepingLock(key) ? names.threadText(number) : "cpu " + number;
    }
}
