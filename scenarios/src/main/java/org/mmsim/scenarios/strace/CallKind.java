package org.mmsim.scenarios.strace;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The calls that become part of a scenario.
 *
 * <p>A call that other threads' calls interrupt in the recording begins and ends on different lines. What it
 * gives to the program is there at its end, what it takes from the address space may be reused by others
 * from its beginning on. Ordering calls by these lines keeps a munmap before the mmap that gets the same
 * addresses, however their lines interleave.
 */
enum CallKind {
    MAP(Effect.AT_END, "mmap", "mmap2"),
    UNMAP(Effect.AT_BEGINNING, "munmap"),
    PROTECT(Effect.AT_BEGINNING, "mprotect", "pkey_mprotect"),
    ADVISE(Effect.AT_BEGINNING, "madvise"),
    REMAP(Effect.AT_BEGINNING, "mremap"),
    BREAK(Effect.AT_END, "brk"),
    LOCK(Effect.AT_END, "mlock", "mlock2", "munlock"),
    /** The child's first line can come before the end of the parent's call. */
    CREATE(Effect.AT_BEGINNING, "clone", "clone3", "fork", "vfork"),
    EXECUTE(Effect.AT_END, "execve", "execveat"),
    EXIT(Effect.AT_BEGINNING, "exit", "exit_group");

    private static final Map<String, CallKind> BY_NAME = byName();

    private final Effect effect;
    private final String[] names;

    CallKind(Effect effect, String... names) {
        this.effect = effect;
        this.names = names;
    }

    /** The line of a call that decides its place among the calls of other threads. */
    int effectLine(int beginningLine, int endLine) {
        return switch (effect) {
            case AT_BEGINNING -> beginningLine;
            case AT_END -> endLine;
        };
    }

    static Optional<CallKind> of(String callName) {
        return Optional.ofNullable(BY_NAME.get(callName));
    }

    private static Map<String, CallKind> byName() {
        Map<String, CallKind> kinds = new LinkedHashMap<>();
        for (CallKind kind : values()) {
            for (String name : kind.names) {
                kinds.put(name, kind);
            }
        }
        return kinds;
    }

    private enum Effect {
        AT_BEGINNING,
        AT_END
    }
}
