package org.mmsim.scenarios.run;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.memory.Zone;
import org.mmsim.protocol.Event;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.MthpStat;
import org.mmsim.protocol.Operation;
import org.mmsim.protocol.TlbInstruction;
import org.mmsim.protocol.VmstatItem;
import org.mmsim.protocol.ZoneType;
import org.mmsim.storage.EventSchema;
import org.mmsim.storage.EventType;

/**
 * What a run counted: every fact under its own name in lower case, and under the kernel's name what the
 * kernel counts.
 */
public final class Counters {
    /** Those that are there even if they are 0. */
    private static final List<String> ALWAYS = List.of(
            "ipi_sent",
            "tlbi_broadcast",
            "pgfault",
            "pgfree",
            "thp_fault_alloc",
            "thp_fault_fallback",
            "thp_split_pmd");

    /** What x86 counts in /proc/vmstat. */
    private static final String REMOTE_FLUSH = "nr_tlb_remote_flush";

    private static final String LOCAL_FLUSH_ALL = "nr_tlb_local_flush_all";
    private static final String LOCAL_FLUSH_ONE = "nr_tlb_local_flush_one";

    /** Largest folio of any architecture: what a PMD of 64 KiB pages maps. */
    private static final int LARGEST_FOLIO_KB = 512 << 10;

    private Counters() {}

    /** Counters of a machine by name. Facts that never happened are left out, kernel counters are not. */
    public static Map<String, Long> of(Machine machine) {
        Map<String, Long> counters = new TreeMap<>();
        for (EventType type : EventSchema.current().types()) {
            long count = machine.count(type.number());
            if (count > 0) {
                counters.put(snakeCase(type.name()), count);
            }
        }
        counters.put("ipi_sent", machine.count(Event.IPI_SENT_FIELD_NUMBER));
        for (Zone zone : machine.memory().zones()) {
            counters.put(pgalloc(zone.type()), zone.pgalloc());
        }
        counters.put("pgfree", machine.memory().pgfree());
        counters.put("pgfault", machine.count(Event.PAGE_FAULTED_FIELD_NUMBER));
        long broadcast = 0;
        for (TlbInstruction instruction : tlbInstructions()) {
            put(counters, instruction.name(), machine.count(instruction));
            broadcast += isBroadcast(instruction) ? machine.count(instruction) : 0;
        }
        put(counters, "tlbi_broadcast", broadcast);
        put(counters, REMOTE_FLUSH, machine.count(KernelFunction.native_flush_tlb_multi));
        put(counters, LOCAL_FLUSH_ALL, machine.count(TlbInstruction.mov_cr3));
        put(counters, LOCAL_FLUSH_ONE, machine.count(TlbInstruction.invlpg));
        for (VmstatItem item : vmstat()) {
            put(counters, item.name(), machine.vmstat(item));
        }
        int pageKb = machine.profile().basePageBytes() >> 10;
        for (int order = 1; order <= machine.format().order(1); order++) {
            for (MthpStat stat : mthpStats()) {
                put(counters, ofSize(pageKb << order, stat), machine.mthpStat(order, stat));
            }
        }
        for (Operation operation : Operation.values()) {
            long unsupported = operation == Operation.UNRECOGNIZED ? 0 : machine.unsupported(operation);
            if (unsupported > 0) {
                counters.put(unsupported(operation), unsupported);
            }
        }
        return counters;
    }

    private static void put(Map<String, Long> counters, String name, long value) {
        if (value != 0 || ALWAYS.contains(name)) {
            counters.put(name, value);
        }
    }

    /** Every name that a counter can have, whether a run has it or not. */
    public static Set<String> names() {
        Set<String> names = new TreeSet<>(ALWAYS);
        EventSchema.current().types().forEach(type -> names.add(snakeCase(type.name())));
        tlbInstructions().forEach(instruction -> names.add(instruction.name()));
        names.addAll(List.of(REMOTE_FLUSH, LOCAL_FLUSH_ALL, LOCAL_FLUSH_ONE));
        vmstat().forEach(item -> names.add(item.name()));
        for (int kb = 8; kb <= LARGEST_FOLIO_KB; kb <<= 1) {
            for (MthpStat stat : mthpStats()) {
                names.add(ofSize(kb, stat));
            }
        }
        for (ZoneType zone : ZoneType.values()) {
            if (zone != ZoneType.UNRECOGNIZED) {
                names.add(pgalloc(zone));
            }
        }
        for (Operation operation : Operation.values()) {
            if (operation != Operation.UNRECOGNIZED) {
                names.add(unsupported(operation));
            }
        }
        return names;
    }

    private static List<TlbInstruction> tlbInstructions() {
        return Stream.of(TlbInstruction.values())
                .filter(i -> i != TlbInstruction.no_tlb_instruction && i != TlbInstruction.UNRECOGNIZED)
                .toList();
    }

    /** Whether it reaches the TLBs of all CPUs. */
    private static boolean isBroadcast(TlbInstruction instruction) {
        return switch (instruction) {
            case invlpgb, vale1is, vae1is, rvale1is, rvae1is, aside1is, vmalle1is -> true;
            case tlbie_va, tlbie_va_all, tlbie_pid, tlbie_pid_all -> true;
            default -> false;
        };
    }

    private static List<VmstatItem> vmstat() {
        return Stream.of(VmstatItem.values())
                .filter(item -> item != VmstatItem.vmstat_none && item != VmstatItem.UNRECOGNIZED)
                .toList();
    }

    private static List<MthpStat> mthpStats() {
        return Stream.of(MthpStat.values())
                .filter(stat -> stat != MthpStat.UNRECOGNIZED)
                .toList();
    }

    /** A file of hugepages-SIZEkB/stats. */
    private static String ofSize(int kb, MthpStat stat) {
        return "hugepages_" + kb + "kB_" + stat.name();
    }

    private static String pgalloc(ZoneType zone) {
        return "pgalloc_" + zone.name().substring(5).toLowerCase(Locale.ROOT);
    }

    private static String unsupported(Operation operation) {
        return "unsupported_" + operation.name().substring(3).toLowerCase(Locale.ROOT);
    }

    private static String snakeCase(String camelCase) {
        return camelCase.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
