package org.mmsim.engine.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mmsim.engine.cpu.Cpu;
import org.mmsim.engine.kernel.Errno;
import org.mmsim.engine.kernel.gup.HeldPages;

/**
 * File descriptors by which processes hold pages: rings with registered buffers, and pipes. A child has its parent's,
 * but not their numbers; what they hold stays until buffers are unregistered, or the last descriptor is closed.
 */
final class Handles {
    private final Map<Integer, Map<Integer, Deque<Handle>>> ofProcess = new TreeMap<>();
    /** What a process has from its parent. */
    private final Map<Integer, List<Handle>> inherited = new TreeMap<>();

    private static final class Handle {
        final HeldPages pages;
        final boolean ring;
        int holders = 1;

        Handle(HeldPages pages, boolean ring) {
            this.pages = pages;
            this.ring = ring;
        }
    }

    private Map<Integer, Deque<Handle>> of(int process) {
        return ofProcess.computeIfAbsent(process, p -> new TreeMap<>());
    }

    /**
     * A process has pages by a number, which it may have others by already.
     *
     * @param ring whether they are pinned by a ring, rather than in a pipe
     */
    void open(int process, int number, HeldPages pages, boolean ring) {
        of(process).computeIfAbsent(number, n -> new ArrayDeque<>()).add(new Handle(pages, ring));
    }

    /** fork: the child has what the parent has. */
    void share(int parent, int child) {
        List<Handle> all = new ArrayList<>(inherited.getOrDefault(parent, List.of()));
        of(parent).values().forEach(all::addAll);
        all.forEach(handle -> handle.holders++);
        inherited.put(child, all);
    }

    /** Unregisters the buffers of a ring, or closes a pipe. */
    void close(Cpu cpu, int process, int number) {
        Deque<Handle> handles = of(process).get(number);
        Handle handle = handles == null ? null : handles.poll();
        if (handle == null) {
            cpu.current().fail(Errno.ENOENT);
            return;
        }
        if (handle.ring) {
            handle.pages.releaseAll(cpu);
        }
        drop(cpu, handle);
    }

    /** exit_files: the process closes everything. */
    void closeAll(Cpu cpu, int process) {
        of(process).values().forEach(handles -> handles.forEach(handle -> drop(cpu, handle)));
        inherited.getOrDefault(process, List.of()).forEach(handle -> drop(cpu, handle));
        ofProcess.remove(process);
        inherited.remove(process);
    }

    private static void drop(Cpu cpu, Handle handle) {
        if (--handle.holders == 0) {
            handle.pages.releaseAll(cpu);
        }
    }
}
