package org.mmsim.scenarios.conform.sim;

import static org.mmsim.engine.mm.VmFlags.VM_ACCOUNT;
import static org.mmsim.engine.mm.VmFlags.VM_EXEC;
import static org.mmsim.engine.mm.VmFlags.VM_MAYSHARE;
import static org.mmsim.engine.mm.VmFlags.VM_MAY_ALL;
import static org.mmsim.engine.mm.VmFlags.VM_NORESERVE;
import static org.mmsim.engine.mm.VmFlags.VM_READ;
import static org.mmsim.engine.mm.VmFlags.VM_SHARED;
import static org.mmsim.engine.mm.VmFlags.VM_SOFTDIRTY;
import static org.mmsim.engine.mm.VmFlags.VM_WRITE;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mmsim.engine.machine.ThpControls;
import org.mmsim.engine.workload.Advice;
import org.mmsim.engine.workload.Op;
import org.mmsim.protocol.ThpControl;
import org.mmsim.scenarios.conform.KernelPreset;
import org.mmsim.scenarios.conform.script.Action;
import org.mmsim.scenarios.conform.script.Feature;
import org.mmsim.scenarios.conform.script.MemoryFile;
import org.mmsim.scenarios.conform.script.PageRange;
import org.mmsim.scenarios.conform.script.Protection;
import org.mmsim.scenarios.conform.script.Script;
import org.mmsim.scenarios.conform.script.ScriptLine;
import org.mmsim.scenarios.conform.script.Statement;

/** What each statement is for the engine, as far as the engine knows it. */
final class Operations {
    private static final long NANOS_PER_MS = 1_000_000;
    /** A page's content of which the low byte, the one that scripts read and write, is 0. */
    private static final int ZERO_BYTE = 0x100;

    private final Script script;
    private final ProcessNumbers numbers;
    private final boolean softDirty;
    private final Map<String, Integer> handles = new TreeMap<>();

    Operations(Script script, KernelPreset kernel) {
        this.script = script;
        numbers = new ProcessNumbers(script);
        softDirty = kernel.has(Feature.SOFTDIRTY);
    }

    /** Names of the operations that the engine does not know, each once. */
    List<String> unsupported() {
        Stream<String> files =
                script.files().stream().filter(MemoryFile::hugetlb).map(file -> "memfd hugetlb");
        Stream<String> lines = script.lines().stream()
                .map(ScriptLine::statement)
                .filter(statement -> op(statement).isEmpty())
                .map(Statement::operation);
        return Stream.concat(files, lines).distinct().toList();
    }

    /** The operation of a statement, or nothing if the engine does not know it. */
    Optional<Op> op(Statement statement) {
        if (statement instanceof Statement.OfProcess of) {
            return action(of.action());
        }
        if (statement instanceof Statement.Thp thp) {
            return thp(thp);
        }
        if (statement instanceof Statement.Sleep sleep) {
            return Optional.of(new Op.Sleep(sleep.milliseconds() * NANOS_PER_MS, ""));
        }
        if (statement == Statement.Simple.SHRINK_SLAB) {
            return Optional.of(new Op.Shrink());
        }
        // The program that makes recordings populates pages of its own when a process begins, which drains batches.
        boolean drains = statement instanceof Statement.Checkpoint
                || statement instanceof Statement.Proc
                || statement == Statement.Simple.DRAIN;
        return drains ? Optional.of(new Op.Drain()) : Optional.empty();
    }

    private static Optional<Op> thp(Statement.Thp thp) {
        return switch (thp.control()) {
            case ENABLED -> Optional.of(new Op.SetThp(ThpControl.THP_GLOBAL_ENABLED, 0, enabled(thp.value())));
            case SIZE_ENABLED ->
                Optional.of(new Op.SetThp(ThpControl.THP_SIZE_ENABLED, thp.order(), enabled(thp.value())));
            case USE_ZERO_PAGE ->
                Optional.of(new Op.SetThp(ThpControl.THP_USE_ZERO_PAGE, 0, Integer.parseInt(thp.value())));
            case DEFRAG ->
                Optional.of(new Op.SetThp(
                        ThpControl.THP_DEFRAG, 0, thp.control().allowed().indexOf(thp.value())));
            case MAX_PTES_NONE ->
                Optional.of(new Op.SetThp(ThpControl.THP_MAX_PTES_NONE, 0, Integer.parseInt(thp.value())));
            case SHMEM_ENABLED, SHMEM_SIZE_ENABLED, MAX_PTES_SHARED, MAX_PTES_SWAP -> Optional.empty();
        };
    }

    private static int enabled(String value) {
        return switch (value) {
            case "always" -> ThpControls.ALWAYS;
            case "madvise" -> ThpControls.MADVISE;
            case "inherit" -> ThpControls.INHERIT;
            case "never" -> ThpControls.NEVER;
            default -> throw new IllegalArgumentException("no value of enabled: " + value);
        };
    }

    private Optional<Op> action(Action action) {
        if (action instanceof Action.Map map) {
            return map(map);
        }
        if (action instanceof Action.Munmap munmap) {
            return Optional.of(new Op.Unmap(va(munmap.range()), length(munmap.range()), ""));
        }
        if (action instanceof Action.Read read) {
            return Optional.of(touch(read.range(), read.stride(), false, 0));
        }
        if (action instanceof Action.Write write) {
            int content = write.value() == 0 ? ZERO_BYTE : write.value();
            return Optional.of(touch(write.range(), write.stride(), true, content));
        }
        if (action instanceof Action.Madvise madvise) {
            return advice(madvise)
                    .map(advice -> new Op.Madvise(va(madvise.range()), length(madvise.range()), advice, ""));
        }
        if (action instanceof Action.Mprotect protect) {
            long access = access(protect.protection());
            return Optional.of(new Op.Protect(va(protect.range()), length(protect.range()), access, ""));
        }
        if (action instanceof Action.Mremap remap) {
            PageRange to = new PageRange(remap.to(), remap.toOffset(), remap.newPages());
            return Optional.of(
                    new Op.Remap(va(remap.range()), length(remap.range()), va(to), length(to), remap.keep(), ""));
        }
        if (action instanceof Action.Fork fork) {
            return Optional.of(new Op.Fork(numbers.of(fork.child()), ""));
        }
        Optional<Op> held = held(action);
        if (held.isPresent()) {
            return held;
        }
        return action == Action.Simple.EXIT ? Optional.of(new Op.Exit(true)) : Optional.empty();
    }

    /** What keeps pages where they are, or counts them. */
    private Optional<Op> held(Action action) {
        if (action instanceof Action.Mlock lock) {
            return Optional.of(new Op.Lock(va(lock.range()), length(lock.range()), lock.onFault(), ""));
        }
        if (action instanceof Action.Munlock unlock) {
            return Optional.of(new Op.Unlock(va(unlock.range()), length(unlock.range()), ""));
        }
        if (action instanceof Action.Pin pin) {
            return Optional.of(new Op.Pin(handle(pin.handle()), va(pin.range()), length(pin.range()), true, ""));
        }
        if (action instanceof Action.GetRef get) {
            return Optional.of(new Op.Pin(handle(get.handle()), va(get.range()), length(get.range()), false, ""));
        }
        if (action instanceof Action.Unpin unpin) {
            return Optional.of(new Op.Unpin(handle(unpin.handle()), ""));
        }
        if (action instanceof Action.DropRef drop) {
            return Optional.of(new Op.Unpin(handle(drop.handle()), ""));
        }
        if (action instanceof Action.Mincore mincore) {
            return Optional.of(new Op.Mincore(va(mincore.range()), length(mincore.range()), ""));
        }
        return action == Action.Simple.MLOCKALL ? Optional.of(new Op.LockAll(false, "")) : Optional.empty();
    }

    /** Handles get numbers in the order in which they are first asked for. */
    private int handle(String name) {
        return handles.computeIfAbsent(name, n -> handles.size());
    }

    private static long access(Protection protection) {
        return (protection.read() ? VM_READ : 0)
                | (protection.write() ? VM_WRITE : 0)
                | (protection.execute() ? VM_EXEC : 0);
    }

    /** The memfd of a script, which is there before its first statement. */
    Op create(MemoryFile file) {
        return new Op.CreateFile(number(file), file.pages());
    }

    private int number(MemoryFile file) {
        return 1 + script.files().indexOf(file);
    }

    private Optional<Op> map(Action.Map map) {
        if (map.kind() == Action.MapKind.HUGETLB) {
            return Optional.empty();
        }
        PageRange range = new PageRange(map.region(), map.at(), map.pages());
        int file = script.files().stream()
                .filter(candidate -> candidate.name().equals(map.file()))
                .findFirst()
                .map(this::number)
                .orElse(0);
        return Optional.of(
                new Op.Map(va(range), length(range), flags(map), file, map.fileOffset(), map.populate(), true, ""));
    }

    /** What mmap makes of protection and flags. */
    private long flags(Action.Map map) {
        Protection protection = map.protection();
        boolean shared = map.kind() == Action.MapKind.SHARED_ANON || map.kind() == Action.MapKind.SHARED_FILE;
        // accountable_mapping
        boolean accountable = protection.write() && !shared && !map.noreserve();
        return VM_MAY_ALL
                | access(protection)
                | (softDirty ? VM_SOFTDIRTY : 0)
                | (shared ? VM_SHARED | VM_MAYSHARE : 0)
                | (map.noreserve() ? VM_NORESERVE : 0)
                | (accountable ? VM_ACCOUNT : 0);
    }

    private static Optional<Advice> advice(Action.Madvise madvise) {
        return switch (madvise.advice()) {
            case NORMAL -> Optional.of(Advice.NORMAL);
            case DONTNEED -> Optional.of(Advice.DONTNEED);
            case DONTNEED_LOCKED -> Optional.of(Advice.DONTNEED_LOCKED);
            case HUGEPAGE -> Optional.of(Advice.HUGEPAGE);
            case NOHUGEPAGE -> Optional.of(Advice.NOHUGEPAGE);
            case DONTFORK -> Optional.of(Advice.DONTFORK);
            case DOFORK -> Optional.of(Advice.DOFORK);
            case WIPEONFORK -> Optional.of(Advice.WIPEONFORK);
            case KEEPONFORK -> Optional.of(Advice.KEEPONFORK);
            case POPULATE_READ -> Optional.of(Advice.POPULATE_READ);
            case POPULATE_WRITE -> Optional.of(Advice.POPULATE_WRITE);
            case FREE, COLD, PAGEOUT, COLLAPSE, MERGEABLE, UNMERGEABLE, REMOVE, GUARD_INSTALL, GUARD_REMOVE ->
                Optional.empty();
        };
    }

    private Op touch(PageRange range, long stride, boolean write, int content) {
        return new Op.Touch(va(range), length(range), stride * Script.PAGE_BYTES, write, content, true, "");
    }

    private long va(PageRange range) {
        return script.region(range.region()).va(range.offset());
    }

    private static long length(PageRange range) {
        return range.pages() * Script.PAGE_BYTES;
    }
}
