package org.mmsim.scenarios.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

    private static final long HUGE_PAGE_BYTES = 2 << 20;

    private final Addresses addresses;
    private final MappedRanges taken = new MappedRanges();
    private final Set<YamlMapping> fixed = new LinkedHashSet<>();
    private final Map<String, Region> shared = new LinkedHashMap<>();
    private final Map<ThreadSlot, SlotLayout> bySlot = new LinkedHashMap<>();
    private final Inheritance inherited;
    private long top;

    /** A mapping that operations can name. */
    record Region(AddressRange range, Position position) {}

    /** The ranges that a thread maps, in the order of its program, and the regions that only it can name. */
    private record SlotLayout(List<AddressRange> maps, Map<String, Region> own) {}

    ProcessLayout(List<ThreadSlot> slots, Addresses addresses, Inheritance inherited) {
        this.addresses = addresses;
        this.inherited = inherited;
        this.top = inherited.top();
        inherited.taken().forEach(mapped -> taken.map(mapped.range(), mapped.position()));
        for (ThreadSlot slot : slots) {
            eachMap(slot.program(), op -> reserve(slot, op));
        }
        for (ThreadSlot slot : slots) {
            bySlot.put(slot, new SlotLayout(new ArrayList<>(), new LinkedHashMap<>()));
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
        if (!fixed.add(op.mapping())) {
            throw op.scalar("at")
                    .error("at: each thread " + Text.quote(slot.thread().text("name")) + " would map the same address");
        }
        taken.map(addresses.range(op, "at", "size"), op.mapping().position());
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
        of(slot).maps().add(range);
        if (op.has("name")) {
            name(slot, op.scalar("name"), range);
        }
    }

    private AddressRange free(Fields op, long length) {
        long alignment = length >= HUGE_PAGE_BYTES ? HUGE_PAGE_BYTES : addresses.basePageBytes();
        long end = top;
        while (end - length >= addresses.space().start()) {
            long start = (end - length) / alignment * alignment;
            AddressRange range = AddressRange.of(start, length);
            List<MappedRanges.Mapped> obstacles = taken.overlapping(range);
            if (obstacles.isEmpty() && start >= addresses.space().start()) {
                return range;
            }
            end = obstacles.isEmpty() ? 0 : obstacles.get(0).range().start();
        }
        throw op.scalar("size")
                .error("size: no room for " + Quantity.SIZE.format(length) + " in the address space of the process");
    }

    private void name(ThreadSlot slot, YamlScalar name, AddressRange range) {
        Map<String, Region> regions = slot.group() ? of(slot).own() : shared;
        Region earlier = regions.putIfAbsent(name.text(), new Region(range, name.position()));
        if (earlier != null) {
            throw name.error(
                    "name: " + Text.quote(name.text()) + " given to two mappings",
                    "given first at " + earlier.position());
        }
    }

    /** The ranges of a thread's map operations, in the order of its program. */
    List<AddressRange> mapsOf(ThreadSlot slot) {
        return of(slot).maps();
    }

    private SlotLayout of(ThreadSlot slot) {
        return Objects.requireNonNull(bySlot.get(slot), slot.name());
    }

    /** The mapping that an operation of a thread names. */
    AddressRange region(ThreadSlot slot, YamlScalar name) {
        String wanted = name.text();
        Region region = of(slot).own().get(wanted);
        if (region == null) {
            region = shared.get(wanted);
        }
        if (region == null) {
            region = inherited.regions().get(wanted);
        }
        if (region == null) {
            String what = inherited.later().contains(wanted)
                    ? "of: " + Text.quote(wanted) + " is mapped only after the fork"
                    : "of: no mapping " + Text.quote(wanted);
            throw name.error(what, Text.allowed(wanted, visible(slot).keySet()));
        }
        return region.range();
    }

    /** Names of the mappings in a thread's program. */
    List<String> namesOf(ThreadSlot slot) {
        List<String> names = new ArrayList<>();
        eachMap(slot.program(), op -> {
            if (op.has("name")) {
                names.add(op.text("name"));
            }
        });
        return names;
    }

    private Map<String, Region> visible(ThreadSlot slot) {
        Map<String, Region> visible = new LinkedHashMap<>(of(slot).own());
        shared.forEach(visible::putIfAbsent);
        inherited.regions().forEach(visible::putIfAbsent);
        return visible;
    }

    /**
     * What a process has that a thread of this one forks.
     *
     * @param later names that the thread maps after the fork
     * @param mapped what the thread has mapped and not unmapped
     */
    Inheritance handDown(ThreadSlot slot, Set<String> later, List<MappedRanges.Mapped> mapped) {
        Map<String, Region> regions = visible(slot);
        regions.keySet().removeAll(later);
        return new Inheritance(regions, later, mapped, taken.all(), top);
    }
}
