package org.mmsim.scenarios.strace;

import java.util.List;
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
        boolean populates = flags.has(Flags.Flag.MAP_POPULATE) || flags.has(Flags.Flag.MAP_LOCKED);
        if (populates && !flags.has(Flags.Flag.MAP_NONBLOCK)) {
            writeTouches(call, thread, range, Access.READ_WRITE);
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
        String options = (writable ? "" : ", write: false") + (canBeHuge(range, flags) ? "" : ", huge: false");
        writer.operation(thread, ScenarioOp.MAP, range.text() + options, call, backing(flags));
        mappings.put(range, new SimProcess.Mapping(true, writable, access));
        if (access == Access.NONE) {
            writer.operation(thread, ScenarioOp.PROTECT, range.text() + ", access: none", call, "");
        }
    }

    /** The engine maps private anonymous memory only: what was something else becomes a comment and is counted. */
    private String backing(Flags flags) {
        String note = "";
        if (!flags.has(Flags.Flag.MAP_ANONYMOUS)) {
            writer.simplify("file-backed");
            note += " file";
        }
        if (isShared(flags)) {
            writer.simplify("shared");
            note += " shared";
        }
        if (flags.has(Flags.Flag.MAP_HUGETLB)) {
            writer.simplify("hugetlb");
            note += " hugetlb";
        }
        return note.strip();
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
            mappings.put(piece.range(), new SimProcess.Mapping(old.simulated(), old.writable(), access));
        }
        return IMPORTED;
    }

    Optional<String> advise(RecordedCall call, Arguments arguments, SimThread thread) {
        String advice = arguments.advice(2);
        if (arguments.number(1) == 0) {
            return Optional.of("empty-range");
        }
        AddressRange range = arguments.range(arguments.number(0), arguments.number(1));
        return switch (advice) {
            case "MADV_POPULATE_READ" -> writeTouches(call, thread, range, Access.READ);
            case "MADV_POPULATE_WRITE" -> writeTouches(call, thread, range, Access.READ_WRITE);
            default -> writeAdvice(call, thread, range, advice);
        };
    }

    private Optional<String> writeAdvice(RecordedCall call, SimThread thread, AddressRange range, String advice) {
        writer.order(thread, call, range);
        writer.operation(thread, ScenarioOp.MADVISE, range.text() + ", advice: " + advice, call, "");
        return IMPORTED;
    }

    Optional<String> lock(RecordedCall call, Arguments arguments, SimThread thread) {
        if (call.name().equals("mlock2") && arguments.flags(2).has(Flags.Flag.MLOCK_ONFAULT)) {
            return Optional.of("mlock-onfault");
        }
        if (arguments.number(1) == 0) {
            return Optional.of("empty-range");
        }
        AddressRange range = arguments.pages(arguments.number(0), arguments.number(1));
        return writeTouches(call, thread, range, Access.READ_WRITE);
    }

    /** Populating memory touches it, for writing where that is allowed and asked for. */
    private Optional<String> writeTouches(RecordedCall call, SimThread thread, AddressRange range, Access wanted) {
        List<RangeMap.Piece<SimProcess.Mapping>> populated = thread.process().mappings().in(range).stream()
                .filter(piece -> piece.value().simulated() && piece.value().access() != Access.NONE)
                .toList();
        if (populated.isEmpty()) {
            return Optional.of("populates-what-is-not-simulated");
        }
        writer.order(thread, call, range);
        for (RangeMap.Piece<SimProcess.Mapping> piece : populated) {
            SimProcess.Mapping mapping = piece.value();
            boolean write = wanted == Access.READ_WRITE && mapping.access() == Access.READ_WRITE && mapping.writable();
            String body = piece.range().text() + ", access: " + (write ? "write" : "read");
            writer.operation(thread, ScenarioOp.TOUCH, body, call, "populates");
        }
        return IMPORTED;
    }

    Optional<String> remap(RecordedCall call, Arguments arguments, SimThread thread) {
        AddressRange to = arguments.range(call.result(), arguments.number(2));
        if (arguments.number(1) == 0) {
            // Old length 0 maps shared memory a second time.
            writeMap(call, thread, to, Access.READ_WRITE, Flags.of(Flags.Flag.MAP_SHARED));
            return IMPORTED;
        }
        AddressRange from = arguments.range(arguments.number(0), arguments.number(1));
        writer.order(thread, call, from, to);
        String target = ", to: " + AddressRange.address(to.start()) + ", new_size: "
                + Quantity.SIZE.format(to.end() - to.start());
        writer.operation(thread, ScenarioOp.REMAP, from.text() + target, call, "");
        noteMoved(thread.process().mappings(), from, to);
        return IMPORTED;
    }

    /** The engine moves nothing yet, so that the old range stays in the way of later mappings. */
    private static void noteMoved(RangeMap<SimProcess.Mapping> mappings, AddressRange from, AddressRange to) {
        SimProcess.Mapping moved = new SimProcess.Mapping(false, true, Access.READ_WRITE);
        if (to.start() != from.start()) {
            mappings.put(to, moved);
        } else if (to.end() > from.end()) {
            mappings.put(new AddressRange(from.end(), to.end()), moved);
        }
    }

    Optional<String> setBreak(RecordedCall call, Arguments arguments, SimThread thread) {
        SimProcess process = thread.process();
        long asked = arguments.number(0);
        long end = arguments.pageEnd(arguments.address(call.result()));
        long endBefore = process.heapEnd() == 0 ? end : process.heapEnd();
        process.heapEnd(end);
        if (asked != call.result()) {
            // brk returns the break that stays: to a question, and when it fails.
            return Optional.of(asked == 0 ? "brk-query" : "failed-brk");
        }
        if (end != endBefore) {
            writer.order(thread, call, new AddressRange(Math.min(end, endBefore), Math.max(end, endBefore)));
        }
        writer.operation(thread, ScenarioOp.BRK, "to: " + AddressRange.address(end), call, "");
        return IMPORTED;
    }
}
