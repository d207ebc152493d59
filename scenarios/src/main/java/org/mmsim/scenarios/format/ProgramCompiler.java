package org.mmsim.scenarios.format;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.mmsim.engine.mm.VmFlags;
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
    private final RangeReader ranges;
    private final Iterator<AddressRange> maps;
    private final OverlapCheck overlaps;
    private final Rendezvous rendezvous;
    private final WorkloadCompiler workload;

    ProgramCompiler(
            ThreadSlot slot,
            ProcessLayout layout,
            OverlapCheck overlaps,
            Rendezvous rendezvous,
            WorkloadCompiler workload) {
        this.slot = slot;
        this.ranges = new RangeReader(slot, layout, workload.addresses());
        this.maps = layout.mapsOf(slot).iterator();
        this.overlaps = overlaps;
        this.rendezvous = rendezvous;
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
            case "signal" -> new Op.Signal(rendezvous.flag(((YamlScalar) value).text()));
            case "repeat" -> repeat(Fields.of(value));
            case "exit" -> new Op.Exit(false);
            case "protect" -> unsupported(Operation.OP_PROTECT, checked(Fields.of(value)));
            case "madvise" -> unsupported(Operation.OP_MADVISE, checked(Fields.of(value)));
            case "remap" -> remap(Fields.of(value));
            case "brk" ->
                new Op.Unsupported(Operation.OP_BRK, ranges.addresses().address(Fields.of(value), "to"), 0);
            case "fork" -> fork(Fields.of(value));
            default -> throw new IllegalStateException("the schema allows an unknown operation: " + key);
        };
    }

    private Op map(Fields op) {
        AddressRange range = maps.next();
        overlaps.map(range, op.mapping().position());
        boolean huge = op.flag("huge", true) && workload.hugePages();
        long access = VmFlags.VM_READ | (op.flag("write", true) ? VmFlags.VM_WRITE | VmFlags.VM_ACCOUNT : 0);
        long flags = access | VmFlags.VM_MAY_ALL | (huge ? 0 : VmFlags.VM_NOHUGEPAGE);
        return new Op.Map(range.start(), range.length(), flags, metric(op));
    }

    private Op touch(Fields op) {
        AddressRange range = range(op);
        boolean write = op.text("access", "write").equals("write");
        return new Op.Touch(range.start(), range.length(), ranges.stride(op), write, 0, false, metric(op));
    }

    private Op unmap(Fields op) {
        checkRangeKeys(op);
        AddressRange range = ranges.alignedRange(op);
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
        return new Op.Barrier(rendezvous.barrier(name), rendezvous.parties(name), "");
    }

    private Op repeat(Fields op) {
        long times = op.has("times") ? op.integer("times") : -1;
        int flag = op.has("until") ? rendezvous.awaitedFlag(op.scalar("until"), slot.dry()) : -1;
        overlaps.enterRepeat();
        List<Op> body = program(op.items("run"));
        overlaps.leaveRepeat();
        return new Op.Repeat(times, flag, body);
    }

    private Op remap(Fields op) {
        AddressRange from = ranges.addresses().range(op, "at", "size");
        AddressRange to = ranges.addresses().range(op, "to", "new_size");
        overlaps.unmap(from);
        overlaps.replace(to, op.mapping().position());
        return unsupported(Operation.OP_REMAP, from);
    }

    private Op fork(Fields op) {
        workload.checkProcess(op.scalar("process"));
        return new Op.Unsupported(Operation.OP_FORK, 0, 0);
    }

    private static Op unsupported(Operation operation, AddressRange range) {
        return new Op.Unsupported(operation, range.start(), range.length());
    }

    private AddressRange range(Fields op) {
        checkRangeKeys(op);
        return ranges.range(op);
    }

    private AddressRange checked(Fields op) {
        return range(op);
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
