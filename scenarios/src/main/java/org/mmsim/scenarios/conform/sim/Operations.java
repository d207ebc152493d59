package org.mmsim.scenarios.conform.sim;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.workload.Op;
import org.mmsim.scenarios.conform.script.Action;
import org.mmsim.scenarios.conform.script.MemoryFile;
import org.mmsim.scenarios.conform.script.PageRange;
import org.mmsim.scenarios.conform.script.Protection;
import org.mmsim.scenarios.conform.script.Script;
import org.mmsim.scenarios.conform.script.ScriptLine;
import org.mmsim.scenarios.conform.script.Statement;

/** What each statement is for the engine, as far as the engine knows it. */
final class Operations {
    private final Script script;

    Operations(Script script) {
        this.script = script;
    }

    /** Names of the operations that the engine does not know, each once. */
    List<String> unsupported() {
        Stream<String> files =
                script.files().stream().filter(MemoryFile::hugetlb).map(file -> "memfd hugetlb");
        Stream<String> lines = script.lines().stream()
                .map(ScriptLine::statement)
                .filter(statement -> op(statement) == null)
                .map(Statement::operation);
        return Stream.concat(files, lines).distinct().toList();
    }

    /** The operation of a statement that is supported. */
    Op require(Statement statement) {
        return Objects.requireNonNull(op(statement), statement.operation());
    }

    private @Nullable Op op(Statement statement) {
        if (statement instanceof Statement.OfProcess of) {
            return action(of.action());
        }
        if (statement instanceof Statement.Sleep sleep) {
            return new Op.Sleep(sleep.milliseconds() * 1_000_000, "");
        }
        boolean nothing = statement instanceof Statement.Proc
                || statement instanceof Statement.Checkpoint
                || statement == Statement.Simple.DRAIN;
        return nothing ? new Op.Compute(0, "") : null;
    }

    private @Nullable Op action(Action action) {
        if (action instanceof Action.Map map) {
            boolean known = map.kind() == Action.MapKind.ANON
                    && map.protection() == Protection.RW
                    && !map.noreserve()
                    && !map.populate();
            PageRange range = new PageRange(map.region(), map.at(), map.pages());
            return known ? new Op.Map(va(range), length(range), true, false, "") : null;
        }
        if (action instanceof Action.Munmap munmap) {
            return new Op.Unmap(va(munmap.range()), length(munmap.range()), "");
        }
        if (action instanceof Action.Write write) {
            return new Op.Touch(va(write.range()), length(write.range()), write.stride() * Script.PAGE_BYTES, true, "");
        }
        return null;
    }

    private long va(PageRange range) {
        return script.region(range.region()).va(range.offset());
    }

    private static long length(PageRange range) {
        return range.pages() * Script.PAGE_BYTES;
    }
}
