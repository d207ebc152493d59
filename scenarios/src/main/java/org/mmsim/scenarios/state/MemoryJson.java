package org.mmsim.scenarios.state;

import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.memory.ContigPageInfo;
import org.mmsim.engine.memory.PhysicalMemory;
import org.mmsim.engine.memory.Zone;
import org.mmsim.protocol.Migratetype;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The page allocator as JSON: everything in frames, lists by order, indices in thousandths. */
final class MemoryJson {
    private final Machine machine;
    private final PhysicalMemory memory;

    MemoryJson(Machine machine) {
        this.machine = machine;
        this.memory = machine.memory();
    }

    void write(ObjectNode node) {
        node.put("frames", memory.frames());
        node.put("free_frames", memory.unallocated());
        node.put("nr_free_pages", memory.nrFree());
        ArrayNode zones = node.putArray("zones");
        memory.zones().forEach(zone -> zone(zone, zones.addObject()));
    }

    private void zone(Zone zone, ObjectNode node) {
        node.put("zone", ZoneNames.of(zone)).put("start_pfn", zone.start()).put("end_pfn", zone.end());
        node.put("nr_free_pages", zone.nrFree()).put("below_high", zone.belowHigh());
        node.putObject("watermarks")
                .put("min", zone.watermarks().min())
                .put("low", zone.watermarks().low())
                .put("high", zone.watermarks().high())
                .put("protection", zone.watermarks().reserve());
        ArrayNode blocks = node.putArray("free_blocks");
        ArrayNode unusable = node.putArray("unusable_index");
        ArrayNode extfrag = node.putArray("extfrag_index");
        for (int order = 0; order <= memory.maxOrder(); order++) {
            ContigPageInfo info = ContigPageInfo.of(zone, order, memory.maxOrder());
            blocks.add(zone.freeBlocks(order));
            unusable.add(info.unusableIndex());
            extfrag.add(info.extfragIndex());
        }
        ArrayNode types = node.putArray("migratetypes");
        for (Migratetype type : ZoneNames.migratetypes()) {
            type(zone, type, types.addObject());
        }
        ArrayNode pcps = node.putArray("per_cpu_lists");
        for (int cpu = 0; cpu < machine.cpuCount(); cpu++) {
            if (zone.pcpCount(cpu) > 0) {
                pcps.addObject()
                        .put("cpu", cpu)
                        .put("count", zone.pcpCount(cpu))
                        .put("high", zone.pcpHigh(cpu))
                        .put("batch", zone.pcpBatch());
            }
        }
    }

    private void type(Zone zone, Migratetype type, ObjectNode node) {
        node.put("type", ZoneNames.of(type)).put("pageblocks", zone.pageblocks(type.getNumber()));
        ArrayNode blocks = node.putArray("free_blocks");
        for (int order = 0; order <= memory.maxOrder(); order++) {
            blocks.add(zone.freeBlocks(order, type.getNumber()));
        }
    }
}
