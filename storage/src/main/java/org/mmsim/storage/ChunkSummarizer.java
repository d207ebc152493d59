package org.mmsim.storage;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import org.mmsim.protocol.ActorKind;
import org.mmsim.protocol.ChunkSummary;
import org.mmsim.protocol.FieldKind;

/** Notes what a chunk holds, so that a query can pass it over without reading it. Reused from chunk to chunk. */
final class ChunkSummarizer {

    /** The last bit of the set of CPUs stands for this CPU and all above it: field values come from outside and have no limit. */
    static final int LAST_CPU_BIT = 8191;

    private static final int ACTOR_KIND_MASK = 7;
    private static final int ACTOR_INDEX_SHIFT = 3;

    private final FieldKind[][] kinds;
    private final long[] cpus = new long[(LAST_CPU_BIT + 1) / Long.SIZE];
    private final AddressSpan va = new AddressSpan();
    private final AddressSpan pfn = new AddressSpan();

    ChunkSummarizer(SchemaTables tables) {
        this.kinds = tables.kinds();
    }

    ChunkSummary summarize(EventBlock block, TypeGroups groups, byte[] sha256) {
        Arrays.fill(cpus, 0);
        va.clear();
        pfn.clear();
        ChunkSummary.Builder summary = ChunkSummary.newBuilder()
                .setFirstSeq(block.firstSeq)
                .setEvents(block.count)
                .setFirstTimeNs(block.times[0])
                .setLastTimeNs(block.times[block.count - 1])
                .setCauseMin(causeMin(block))
                .setSha256(ByteString.copyFrom(sha256));
        addActors(block);
        long[] types = new long[(EventSchema.MAX_TYPE + 1) / Long.SIZE];
        for (int type = 0; type <= EventSchema.MAX_TYPE; type++) {
            if (groups.has(type)) {
                types[type / Long.SIZE] |= 1L << type;
                addFields(block, groups, type);
            }
        }
        for (int i = 0, words = usedWords(types); i < words; i++) {
            summary.addTypes(types[i]);
        }
        for (int i = 0, words = usedWords(cpus); i < words; i++) {
            summary.addCpus(cpus[i]);
        }
        return summary.setVaMin(va.min())
                .setVaMax(va.max())
                .setPfnMin(pfn.min())
                .setPfnMax(pfn.max())
                .build();
    }

    private static long causeMin(EventBlock block) {
        long min = block.firstSeq;
        for (int i = 0; i < block.count; i++) {
            long cause = block.causes[i];
            if (cause != 0 && cause < min) {
                min = cause;
            }
        }
        return min;
    }

    private void addActors(EventBlock block) {
        for (int i = 0; i < block.count; i++) {
            int actor = block.actors[i];
            int kind = actor & ACTOR_KIND_MASK;
            if (kind == ActorKind.ACTOR_CPU_VALUE || kind == ActorKind.ACTOR_TLB_VALUE) {
                addCpu(actor >>> ACTOR_INDEX_SHIFT);
            }
        }
    }

    private void addFields(EventBlock block, TypeGroups groups, int type) {
        FieldKind[] fieldKinds = kinds[type];
        int lengthField = indexOf(fieldKinds, FieldKind.LENGTH);
        for (int field = 0; field < fieldKinds.length; field++) {
            switch (fieldKinds[field]) {
                case CPU -> {
                    for (int i = groups.start(type); i < groups.end(type); i++) {
                        addCpu(block.field(groups.order[i], field));
                    }
                }
                case VA -> {
                    for (int i = groups.start(type); i < groups.end(type); i++) {
                        int index = groups.order[i];
                        va.add(block.field(index, field), lengthField < 0 ? 0 : block.field(index, lengthField));
                    }
                }
                case PFN -> {
                    for (int i = groups.start(type); i < groups.end(type); i++) {
                        pfn.add(block.field(groups.order[i], field), 0);
                    }
                }
                case PLAIN, PHYS, LENGTH, PROCESS, THREAD, ENTRY, LEVEL, TIME_NS, SEQ, UNRECOGNIZED -> {}
            }
        }
    }

    private void addCpu(long cpu) {
        int bit = cpuBit(cpu);
        cpus[bit / Long.SIZE] |= 1L << bit;
    }

    static int cpuBit(long cpu) {
        return cpu < 0 || cpu > LAST_CPU_BIT ? LAST_CPU_BIT : (int) cpu;
    }

    private static int indexOf(FieldKind[] kinds, FieldKind kind) {
        for (int i = 0; i < kinds.length; i++) {
            if (kinds[i] == kind) {
                return i;
            }
        }
        return -1;
    }

    private static int usedWords(long[] words) {
        int used = words.length;
        while (used > 0 && words[used - 1] == 0) {
            used--;
        }
        return used;
    }
}
