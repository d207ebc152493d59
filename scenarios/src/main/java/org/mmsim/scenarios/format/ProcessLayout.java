package org.mmsim.scenarios.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.Position;
import org.mmsim.scenarios.yaml.Quantity;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlScalar;

/**
 * Where the mappings of a process lie: at the address they ask for, else from the top of the address
 * space downwards in the order of the document, around those that ask for one.
 */
final class ProcessLayout {

    private static final long TOP = 0x7fff_0000_0000L;
    private static final long HUGE_PAGE_BYTES = 2 << 20;

    private final Addresses addresses;
    private final MappedRanges taken = new MappedRanges();
    private final Map<String, Region> shared = new LinkedHashMap<>();
    private final Map<ThreadSlot, Map<String, Region>> own = new LinkedHashMap<>();
    private final Map<ThreadSlot, List<AddressRange>> maps = new LinkedHashMap<>();
    private long top = TOP;

    /** A mapping that operations can name. */
    record Region(AddressRange range, Position position) {}

    ProcessLayout(List<ThreadSlot> slots, Addresses addresses) {
        this.addresses = addresses;
        for (ThreadSlot slot : slots) {
            eachMap(slot.program(), op -> reserve(slot, op));
        }
        for (ThreadSlot slot : slots) {
            own.put(slot, new LinkedHashMap<>());
            maps.put(slot, new ArrayList<>());
            eachMap(slot.program(), op -> place(slot, op));
        }
    }

    private interface MapVisitor {
        void visit(Fields op);
    }

    private static void eachMap(List<YamlNode> program, MapVisitor visitor) {
        for (YamlNode op : program) {
            YamlMapping.Entry entry = ((YamlMapping) op).entries().iterator().next();
            if (entry.key().text().equals("map")) {
                visitor.visit(Fields.of(entry.value()));
            } else if (entry.key().text().equals("repeat")) {
                eachMap(Fields.of(entry.value()).items("run"), visitor);
            }
        }
    }

    private void reserve(ThreadSlot slot, Fields op) {
        if (!op.has("at") || slot.dry()) {
            return;
        }
        AddressRange range = addresses.range(op, "at", "size");
        for (MappedRanges.Mapped mapped : taken.overlapping(range)) {
            if (mapped.position().equals(op.mapping().position())) {
                throw op.scalar("at")
                        .error("at: several threads " + Text.quote(slot.thread().text("name"))
                                + " would map the same address");
            }
        }
        taken.map(range, op.mapping().position());
    }

    private void place(ThreadSlot slot, Fields op) {
        long length = addresses.length(op, "size");
        addresses.checkAligned(op, "size", length);
        AddressRange range;
        if (op.has("at")) {
            range = addresses.range(op, "at", "size");
            addresses.checkAligned(op, "at", range.start());
        } else {
            range = free(op, length);
            top = slot.dry() ? top : range.start();
        }
        mapsOf(slot).add(range);
        if (op.has("name")) {
            name(slot, op.scalar("name"), range);
        }
    }

    private AddressRange free(Fields op, long length) {
        long alignment = length >= HUGE_PAGE_BYTES ? HUGE_PAGE_BYTES : addresses.basePageBytes();
        long end = top;
        while (end - length >= AddressRange.USER_SPACE.start()) {
            long start = (end - length) / alignment * alignment;
            AddressRange range = AddressRange.of(start, length);
            List<MappedRanges.Mapped> obstacles = taken.overlapping(range);
            if (obstacles.isEmpty() && start >= AddressRange.USER_SPACE.start()) {
                return range;
            }
            end = obstacles.isEmpty() ? 0 : obstacles.get(0).range().start();
        }
        throw op.scalar("size")
                .error("size: no room for " + Quantity.SIZE.format(length) + " in the address space of the process");
    }

    private void name(ThreadSlot slot, YamlScalar name, AddressRange range) {
        Map<String, Region> regions = slot.group() ? ownOf(slot) : shared;
        Region earlier = regions.putIfAbsent(name.text(), new Region(range, name.position()));
        if (earlier != null) {
            throw name.error(
                    "name: " + Text.quote(name.text()) + " given to two mappings",
                    "given first at " + earlier.position());
        }
    }

    private Map<String, Region> ownOf(ThreadSlot slot) {
        return Objects.requireNonNull(own.get(slot));
    }

    /** The ranges of a thread's map operations, in the order of its program. */
    List<AddressRange> mapsOf(ThreadSlot slot) {
        return Objects.requireNonNull(maps.get(slot));
    }

    /** The mapping that an operation of a thread names. */
    AddressRange region(ThreadSlot slot, YamlScalar name) {
        Map<String, Region> regions = ownOf(slot);
        Region region = regions.containsKey(name.text()) ? regions.get(name.text()) : shared.get(name.text());
        if (region == null) {
            List<String> known = new ArrayList<>(regions.keySet());
            known.addAll(shared.keySet());
            throw name.error("of: no mapping " + Text.quote(name.text()), Text.allowed(name.text(), known));
        }
        return region.range();
    }
}
