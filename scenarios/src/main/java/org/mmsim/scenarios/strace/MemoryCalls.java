package org.mmsim.scenarios.strace;

import java.util.Optional;
import org.mmsim.scenarios.yaml.Quantity;

/**
 * Turns calls that change an address space into operations. Calls that turn out to change nothing are not
 * imported: the result says what they are to be counted as.
 */
final class MemoryCalls {

    private static final Optional<String> IMPORTED = Optional.empty();
    private static final long HUGE_PAGE_BYTES = 2 << 20;

    private final ProgramWriter writer;

    MemoryCalls(ProgramWriter writer) {
        this.writer = writer;
    }

    Optional<String> map(RecordedCall call, Arguments arguments, SimThread thread) {
        AddressRange range = arguments.range(call.result(), arguments.number(1));
        Flags flags = arguments.flags(3);
        writeMap(call, thread, range, Access.of(arguments.flags(2)), flags);
        if (flags.has(Flags.Flag.MAP_LOCKED)) {
            writer.operation(thread, ScenarioOp.LOCK, range.text(), call, "");
        }
        return IMPORTED;
    }

    private void writeMap(RecordedCall call, SimThread thread, AddressRange range, Access access, Flags flags) {
        writer.order(thread, call, range);
        RangeMap<SimProcess.Mapping> mappings = thread.process().mappings();
        if (!mappings.in(range).isEmpty()) {
            // mmap unmaps what is in its way; the format's map does not.
            writer.operation(thread, ScenarioOp.UNMAP, range.text(), call, "in the way of the next");
        }
        boolean writable = access == Access.READ_WRITE;
        String options = (writable ? "" : ", write: false")
                + (canBeHuge(range, flags) ? "" : ", huge: false")
                + (isShared(flags) ? ", shared: true" : "")
                + (populates(flags) && access != Access.NONE ? ", populate: true" : "");
        writer.operation(thread, ScenarioOp.MAP, range.text() + options, call, backing(flags));
        mappings.put(range, new SimProcess.Mapping(access, true));
        if (access == Access.NONE) {
            writer.operation(thread, ScenarioOp.PROTECT, range.text() + ", access: none", call, "");
        }
    }

    /** The scenario's memory is anonymous and of base and huge pages: what was something else is noted and counted. */
    private String backing(Flags flags) {
        String note = "";
        if (!flags.has(Flags.Flag.MAP_ANONYMOUS)) {
            writer.simplify("file-backed");
            note += " file";
        }
        if (flags.has(Flags.Flag.MAP_HUGETLB)) {
            writer.simplify("hugetlb");
            note += " hugetlb";
        }
        return note.strip();
    }

    private static boolean populates(Flags flags) {
        return flags.has(Flags.Flag.MAP_POPULATE) && !flags.has(Flags.Flag.MAP_NONBLOCK);
    }

    private static boolean isShared(Flags flags) {
        return flags.has(Flags.Flag.MAP_SHARED) || flags.has(Flags.Flag.MAP_SHARED_VALIDATE);
    }

    /** Aligned blocks of private anonymous memory can be huge pages, but not in stacks. */
    private static boolean canBeHuge(AddressRange range, Flags flags) {
        long firstBlock = (range.start() + HUGE_PAGE_BYTES - 1) & -HUGE_PAGE_BYTES;
        return firstBlock + HUGE_PAGE_BYTES <= range.end()
                && flags.has(Flags.Flag.MAP_ANONYMOUS)
                && !isShared(flags)
                && !flags.has(Flags.Flag.MAP_STACK);
    }

    Optional<String> unmap(RecordedCall call, Arguments arguments, SimThread thread) {
        AddressRange range = arguments.range(arguments.number(0), arguments.number(1));
        writer.order(thread, call, range);
        writer.operation(thread, ScenarioOp.UNMAP, range.text(), call, "");
        thread.process().mappings().remove(range);
        return IMPORTED;
    }

    Optional<String> protect(RecordedCall call, Arguments arguments, SimThread thread) {
        Access access = Access.of(arguments.flags(2));
        if (arguments.number(1) == 0) {
            return Optional.of("empty-range");
        }
        AddressRange range = arguments.range(arguments.number(0), arguments.number(1));
        writer.order(thread, call, range);
        writer.operation(thread, ScenarioOp.PROTECT, range.text() + ", access: " + access.label(), call, "");
        RangeMap<SimProcess.Mapping> mappings = thread.process().mappings();
        for (RangeMap.Piece<SimProcess.Mapping> piece : mappings.in(range)) {
            SimProcess.Mapping old = piece.value();
            mappings.put(piece.range(), new SimProcess.Mapping(access, old.forked()));
        }
        return IMPORTED;
    }

    Optional<String> advise(RecordedCall call, Arguments arguments, SimThread thread) {
        String advice = arguments.advice(2);
        if (arguments.number(1) == 0) {
            return Optional.of("empty-range");
        }
        AddressRange range = arguments.range(arguments.number(0), arguments.number(1));
        if (!Advice.isKnown(advice)) {
            return Optional.of("unknown-advice");
        }
        writer.order(thread, call, range);
        writer.operation(thread, ScenarioOp.MADVISE, range.text() + ", advice: " + advice, call, "");
        switch (advice) {
            case "MADV_DONTFORK" -> noteForked(thread.process().mappings(), range, false);
            case "MADV_DOFORK" -> noteForked(thread.process().mappings(), range, true);
            default -> {
                // Changes nothing that the import keeps account of.
            }
        }
        if (!Advice.isSimulated(advice)) {
            writer.notSimulated(advice);
        }
        return IMPORTED;
    }

    private static void noteForked(RangeMap<SimProcess.Mapping> mappings, AddressRange range, boolean forked) {
        for (RangeMap.Piece<SimProcess.Mapping> piece : mappings.in(range)) {
            mappings.put(piece.range(), new SimProcess.Mapping(piece.value().access(), forked));
        }
    }

    Optional<String> lock(RecordedCall call, Arguments arguments, SimThread thread) {
        if (arguments.number(1) == 0) {
            return Optional.of("empty-range");
        }
        AddressRange range = arguments.pages(arguments.number(0), arguments.number(1));
        writer.order(thread, call, range);
        if (call.name().equals("munlock")) {
            writer.operation(thread, ScenarioOp.UNLOCK, range.text(), call, "");
            return IMPORTED;
        }
        boolean onFault = call.name().equals("mlock2") && arguments.flags(2).has(Flags.Flag.MLOCK_ONFAULT);
        writer.operation(thread, ScenarioOp.LOCK, range.text() + (onFault ? ", on_fault: true" : ""), call, "");
        return IMPORTED;
    }

    Optional<String> remap(RecordedCall call, Arguments arguments, SimThread thread) {
        AddressRange to = arguments.range(call.result(), arguments.number(2));
        if (arguments.number(1) == 0) {
            // Old length 0 maps shared memory a second time.
            writer.simplify("second-mapping");
            writeMap(call, thread, to, Access.READ_WRITE, Flags.of(Flags.Flag.MAP_SHARED));
            return IMPORTED;
        }
        AddressRange from = arguments.range(arguments.number(0), arguments.number(1));
        writer.order(thread, call, from, to);
        if (to.start() == from.start()) {
            return resize(call, thread, from, to);
        }
        boolean keep = arguments.flags(3).has(Flags.Flag.MREMAP_DONTUNMAP);
        String target = ", to: " + AddressRange.address(to.start()) + ", new_size: "
                + Quantity.SIZE.format(to.end() - to.start()) + (keep ? ", keep: true" : "");
        writer.operation(thread, ScenarioOp.REMAP, from.text() + target, call, "");
        RangeMap<SimProcess.Mapping> mappings = thread.process().mappings();
        SimProcess.Mapping moved = mappingAt(mappings, from);
        if (!keep) {
            mappings.remove(from);
        }
        mappings.put(to, moved);
        return IMPORTED;
    }

    private static SimProcess.Mapping mappingAt(RangeMap<SimProcess.Mapping> mappings, AddressRange range) {
        return mappings.in(range).stream()
                .findFirst()
                .map(RangeMap.Piece::value)
                .orElse(new SimProcess.Mapping(Access.READ_WRITE, true));
    }

    /** A mapping that stays in its place loses its end, or gets one that is like it. */
    private Optional<String> resize(RecordedCall call, SimThread thread, AddressRange from, AddressRange to) {
        RangeMap<SimProcess.Mapping> mappings = thread.process().mappings();
        if (to.end() < from.end()) {
            AddressRange end = new AddressRange(to.end(), from.end());
            writer.operation(thread, ScenarioOp.UNMAP, end.text(), call, "shrinks");
            mappings.remove(end);
            return IMPORTED;
        }
        if (to.end() == from.end()) {
            return Optional.of("mremap-of-nothing");
        }
        AddressRange end = new AddressRange(from.end(), to.end());
        Access access = mappingAt(mappings, from).access();
        writer.simplify("grown-in-place");
        writeMap(call, thread, end, access, Flags.of(Flags.Flag.MAP_ANONYMOUS));
        return IMPORTED;
    }

    Optional<String> setBreak(RecordedCall call, Arguments arguments, SimThread thread) {
        SimProcess process = thread.process();
        long asked = arguments.number(0);
        long end = arguments.pageEnd(arguments.address(call.result()));
        long endBefore = process.heapEnd();
        process.heapEnd(end);
        if (asked != call.result()) {
            // brk returns the break that stays: to a question, and when it fails.
            return Optional.of(asked == 0 ? "brk-query" : "failed-brk");
        }
        if (endBefore == 0) {
            writer.operation(thread, ScenarioOp.BRK, "to: " + AddressRange.address(end), call, "");
            writer.notSimulated(ScenarioOp.BRK.key());
        } else if (end > endBefore) {
            AddressRange grown = new AddressRange(endBefore, end);
            writeMap(call, thread, grown, Access.READ_WRITE, Flags.of(Flags.Flag.MAP_ANONYMOUS));
        } else if (end < endBefore) {
            AddressRange gone = new AddressRange(end, endBefore);
            writer.order(thread, call, gone);
            writer.operation(thread, ScenarioOp.UNMAP, gone.text(), call, "");
            process.mappings().remove(gone);
        } else {
            return Optional.of("brk-within-page");
        }
        return IMPORTED;
    }
}
