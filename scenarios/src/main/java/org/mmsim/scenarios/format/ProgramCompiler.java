package org.mmsim.scenarios.format;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.mmsim.engine.mm.VmFlags;
import org.mmsim.engine.workload.Advice;
import org.mmsim.engine.workload.Op;
import org.mmsim.protocol.Operation;
import org.mmsim.protocol.WalkerClass;
import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.Quantity;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlScalar;

/** Turns a thread's program into the engine's operations. */
final class ProgramCompiler {

    private final ThreadSlot slot;
    private final ProcessLayout layout;
    private final RangeReader ranges;
    private final Iterator<AddressRange> maps;
    private final OverlapCheck overlaps;
    private final Pins pins;
    private final WorkloadCompiler workload;
    /** Names of mappings that the program has come to. */
    private final Set<String> mapped = new LinkedHashSet<>();

    ProgramCompiler(
            ThreadSlot slot, ProcessLayout layout, OverlapCheck overlaps, Pins pins, WorkloadCompiler workload) {
        this.slot = slot;
        this.layout = layout;
        this.ranges = new RangeReader(slot, layout, workload.addresses());
        this.maps = layout.mapsOf(slot).iterator();
        this.overlaps = overlaps;
        this.pins = pins;
        this.workload = workload;
    }

    List<Op> compile() {
        return program(slot.program());
    }

    private List<Op> program(List<YamlNode> nodes) {
        List<Op> ops = new ArrayList<>();
        for (YamlNode node : nodes) {
            YamlMapping.Entry entry = ((YamlMapping) node).entries().iterator().next();
            workload.countOp(entry.key());
            ops.add(op(entry.key().text(), entry.value()));
        }
        return List.copyOf(ops);
    }

    private Op op(String key, YamlNode value) {
        return switch (key) {
            case "map" -> map(Fields.of(value));
            case "touch" -> touch(Fields.of(value));
            case "unmap" -> unmap(Fields.of(value));
            case "walk" -> walk(Fields.of(value));
            case "compute" -> new Op.Compute(timeOf(key, value), metricOf(value));
            case "sleep" -> new Op.Sleep(timeOf(key, value), metricOf(value));
            case "barrier" -> barrier(((YamlScalar) value).text());
            case "signal" -> new Op.Signal(workload.rendezvous().flag(((YamlScalar) value).text()));
            case "repeat" -> repeat(Fields.of(value));
            case "exit" -> new Op.Exit(false);
            case "fork" -> fork(Fields.of(value));
            case "protect" -> protect(Fields.of(value));
            case "madvise" -> madvise(Fields.of(value));
            case "remap" -> remap(Fields.of(value));
            case "lock" -> lock(Fields.of(value));
            case "unlock" -> unlock(Fields.of(value));
            case "pin" -> pin(Fields.of(value));
            case "unpin" -> unpin(Fields.of(value));
            case "mincore" -> mincore(Fields.of(value));
            case "drain" -> new Op.Drain();
            case "shrink" -> new Op.Shrink();
            case "revoke" -> revoke(Fields.of(value));
            case "brk" ->
                new Op.Unsupported(Operation.OP_BRK, ranges.addresses().address(Fields.of(value), "to"), 0);
            default -> throw new IllegalStateException("the schema allows an unknown operation: " + key);
        };
    }

    private Op map(Fields op) {
        AddressRange range = maps.next();
        overlaps.map(range, op.mapping().position());
        if (op.has("name")) {
            mapped.add(op.text("name"));
        }
        if (op.has("device")) {
            return mapDevice(op, range);
        }
        boolean shared = op.flag("shared", false);
        long access = VmFlags.VM_READ | (op.flag("write", true) ? VmFlags.VM_WRITE : 0);
        // Shared memory is accounted to its file, and whoever maps it.
        long account = shared || access == VmFlags.VM_READ ? 0 : VmFlags.VM_ACCOUNT;
        long sharing = shared ? VmFlags.VM_SHARED | VmFlags.VM_MAYSHARE : 0;
        long huge = op.flag("huge", true) ? 0 : VmFlags.VM_NOHUGEPAGE;
        long flags = access | VmFlags.VM_MAY_ALL | account | sharing | huge;
        boolean populate = op.flag("populate", false);
        return new Op.Map(range.start(), range.length(), flags, 0, 0, populate, metric(op));
    }

    private Op mapDevice(Fields op, AddressRange range) {
        for (String other : List.of("huge", "shared", "populate")) {
            if (op.has(other)) {
                throw op.key(other)
                        .error(
                                Text.quote(other) + " does not go with " + Text.quote("device"),
                                "allowed: name, size, at, write and metric");
            }
        }
        long access = VmFlags.VM_READ | (op.flag("write", true) ? VmFlags.VM_WRITE : 0);
        long sharing = VmFlags.VM_SHARED | VmFlags.VM_MAYSHARE;
        long flags = access | VmFlags.VM_MAY_ALL | sharing | VmFlags.VM_OF_DEVICE;
        int file = workload.devices().file(op.scalar("device"));
        return new Op.Map(range.start(), range.length(), flags, file, 0, false, metric(op));
    }

    private Op revoke(Fields op) {
        return new Op.Revoke(workload.devices().file(op.scalar("device")), metric(op));
    }

    private Op touch(Fields op) {
        AddressRange range = range(op);
        boolean write = op.text("access", "write").equals("write");
        return new Op.Touch(range.start(), range.length(), ranges.stride(op), write, 0, false, metric(op));
    }

    private Op unmap(Fields op) {
        AddressRange range = alignedRange(op);
        overlaps.unmap(range);
        return new Op.Unmap(range.start(), range.length(), metric(op));
    }

    private Op walk(Fields op) {
        AddressRange range = range(op);
        WalkerClass walker =
                op.text("walker").equals("gup-fast") ? WalkerClass.WALKER_GUP_FAST : WalkerClass.WALKER_PTE_POINTER;
        boolean random = op.text("pick", "next").equals("random");
        return new Op.Walk(
                range.start(), range.length(), ranges.stride(op), random, walker, op.time("hold", 0), metric(op));
    }

    private Op barrier(String name) {
        return new Op.Barrier(
                workload.rendezvous().barrier(name), workload.rendezvous().parties(name), "");
    }

    private Op repeat(Fields op) {
        long times = op.has("times") ? op.integer("times") : -1;
        int flag = op.has("until") ? workload.rendezvous().awaitedFlag(op.scalar("until"), slot.dry()) : -1;
        overlaps.enterRepeat();
        List<Op> body = program(op.items("run"));
        overlaps.leaveRepeat();
        return new Op.Repeat(times, flag, body);
    }

    private Op fork(Fields op) {
        YamlScalar child = op.scalar("process");
        Set<String> later = new LinkedHashSet<>(layout.namesOf(slot));
        later.removeAll(mapped);
        Inheritance inherited = layout.handDown(slot, later, overlaps.inheritable());
        return new Op.Fork(workload.fork(child, inherited), metric(op));
    }

    private Op protect(Fields op) {
        AddressRange range = alignedRange(op);
        long access = switch (op.text("access")) {
            case "none" -> 0;
            case "read" -> VmFlags.VM_READ;
            default -> VmFlags.VM_READ | VmFlags.VM_WRITE;
        };
        return new Op.Protect(range.start(), range.length(), access, metric(op));
    }

    private Op madvise(Fields op) {
        AddressRange range = alignedRange(op);
        Optional<Advice> known = advice(op.text("advice"));
        String metric = metric(op);
        if (known.isEmpty()) {
            return new Op.Unsupported(Operation.OP_MADVISE, range.start(), range.length());
        }
        Advice advice = known.get();
        if (advice == Advice.DONTFORK) {
            overlaps.hideFromChildren(range, op.mapping().position());
        } else if (advice == Advice.DOFORK) {
            overlaps.showToChildren(range);
        }
        return new Op.Madvise(range.start(), range.length(), advice, metric);
    }

    private static Optional<Advice> advice(String name) {
        return Stream.of(Advice.values())
                .filter(advice -> name.equals("MADV_" + advice.name()))
                .findFirst();
    }

    private Op remap(Fields op) {
        AddressRange from = alignedRange(op);
        boolean keep = op.flag("keep", false);
        AddressRange to = op.has("new_size")
                ? ranges.addresses().range(op, "to", "new_size")
                : ranges.addresses().range(op, "to", from.length());
        ranges.addresses().checkAligned(op, "to", to.start());
        ranges.addresses().checkAligned(op, "new_size", to.length());
        if (to.overlaps(from)) {
            throw op.scalar("to")
                    .error(
                            "to: " + Text.quote(op.text("to")) + " overlaps what is to be moved",
                            "mremap moves " + from + " only to where it is not");
        }
        if (keep && to.length() != from.length()) {
            throw op.scalar("new_size")
                    .error(
                            "new_size: " + Text.quote(op.text("new_size")) + " does not go with keep",
                            "allowed: " + Quantity.SIZE.format(from.length()));
        }
        if (!keep) {
            overlaps.unmap(from);
        }
        overlaps.replace(to, op.mapping().position());
        return new Op.Remap(from.start(), from.length(), to.start(), to.length(), keep, metric(op));
    }

    private Op lock(Fields op) {
        boolean onFault = op.flag("on_fault", false);
        if (op.has("all")) {
            return new Op.LockAll(onFault, metric(op));
        }
        AddressRange range = alignedRange(op);
        return new Op.Lock(range.start(), range.length(), onFault, metric(op));
    }

    private Op unlock(Fields op) {
        AddressRange range = alignedRange(op);
        return new Op.Unlock(range.start(), range.length(), metric(op));
    }

    private Op pin(Fields op) {
        AddressRange range = alignedRange(op);
        boolean pin = op.text("kind", "pin").equals("pin");
        int number = pins.number(slot, op.scalar("name"));
        return new Op.Pin(number, range.start(), range.length(), pin, metric(op));
    }

    private Op unpin(Fields op) {
        return new Op.Unpin(pins.number(slot, op.scalar("name")), metric(op));
    }

    private Op mincore(Fields op) {
        AddressRange range = alignedRange(op);
        return new Op.Mincore(range.start(), range.length(), metric(op));
    }

    private AddressRange range(Fields op) {
        checkRangeKeys(op);
        return ranges.range(op);
    }

    /** The same, of whole pages. */
    private AddressRange alignedRange(Fields op) {
        checkRangeKeys(op);
        return ranges.alignedRange(op);
    }

    private static void checkRangeKeys(Fields op) {
        String other = op.has("of") ? "at" : "from";
        if (op.has(other)) {
            throw op.key(other)
                    .error(
                            Text.quote(other) + " does not go with " + Text.quote(op.has("of") ? "of" : "at"),
                            "allowed: of, from and size, or at and size");
        }
    }

    private static long timeOf(String key, YamlNode value) {
        return value instanceof YamlScalar scalar
                ? Quantity.TIME.parse(scalar, key)
                : Fields.of(value).time("time");
    }

    private String metricOf(YamlNode value) {
        return value instanceof YamlMapping ? metric(Fields.of(value)) : "";
    }

    private String metric(Fields op) {
        String metric = op.text("metric", "");
        Set<String> metrics = workload.metrics();
        if (!metric.isEmpty() && !slot.dry()) {
            metrics.add(metric);
        }
        return metric;
    }
}
