package org.mmsim.scenarios.format;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;

/** Which ranges the threads of a process unmap or move away. Built when first asked: most programs never do. */
final class UnmapIndex {

    private final List<ThreadSlot> slots;
    private final ProcessLayout layout;
    private final Addresses addresses;
    private @Nullable List<MappedRanges> unmapped;

    UnmapIndex(List<ThreadSlot> slots, ProcessLayout layout, Addresses addresses) {
        this.slots = slots;
        this.layout = layout;
        this.addresses = addresses;
    }

    /** Whether a thread other than this one unmaps some of the range. */
    boolean unmappedByOthers(ThreadSlot slot, AddressRange range) {
        List<MappedRanges> bySlot = unmapped;
        if (bySlot == null) {
            bySlot = slots.stream().map(this::unmaps).toList();
            unmapped = bySlot;
        }
        for (int i = 0; i < slots.size(); i++) {
            if (!slots.get(i).equals(slot) && !bySlot.get(i).overlapping(range).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private MappedRanges unmaps(ThreadSlot slot) {
        MappedRanges found = new MappedRanges();
        if (!slot.dry()) {
            collect(slot.program(), new RangeReader(slot, layout, addresses), found);
        }
        return found;
    }

    private void collect(List<YamlNode> program, RangeReader ranges, MappedRanges found) {
        for (YamlNode op : program) {
            YamlMapping.Entry entry = ((YamlMapping) op).entries().iterator().next();
            switch (entry.key().text()) {
                case "unmap" -> add(found, ranges.range(Fields.of(entry.value())), op);
                case "remap" -> add(found, ranges.range(Fields.of(entry.value())), op);
                case "repeat" -> collect(Fields.of(entry.value()).items("run"), ranges, found);
                default -> {
                    // Leaves mappings alone.
                }
            }
        }
    }

    private static void add(MappedRanges found, AddressRange range, YamlNode op) {
        found.map(range, op.position());
    }
}
