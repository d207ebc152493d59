package org.mmsim.scenarios.run;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.memory.Zone;
import org.mmsim.protocol.Event;
import org.mmsim.protocol.KernelFunction;
import org.mmsim.protocol.Operation;
import org.mmsim.protocol.ZoneType;
import org.mmsim.storage.EventSchema;
import org.mmsim.storage.EventType;

/**
 * What a run counted: every fact under its own name in lower case, and under the kernel's name what the
 * kernel counts.
 */
public final class Counters {
    private static final List<String> KERNEL =
            List.of("ipi_sent", "pgfault", "pgfree", "thp_fault_alloc", "thp_fault_fallback", "thp_split_pmd");

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
        counters.put("pgfault", machine.count(KernelFunction.do_user_addr_fault));
        counters.put("thp_fault_alloc", machine.count(Event.TABLE_DEPOSITED_FIELD_NUMBER));
        counters.put(
                "thp_fault_fallback",
                machine.count(KernelFunction.do_huge_pmd_anonymous_page)
                        - machine.count(Event.TABLE_DEPOSITED_FIELD_NUMBER));
        counters.put("thp_split_pmd", machine.count(Event.PTES_SET_FIELD_NUMBER));
        for (Operation operation : Operation.values()) {
            long unsupported = operation == Operation.UNRECOGNIZED ? 0 : machine.unsupported(operation);
            if (unsupported > 0) {
                counters.put(unsupported(operation), unsupported);
            }
        }
        return counters;
    }

    /** Every name that a counter can have, whether a run has it or not. */
    public static Set<String> names() {
        Set<String> names = new TreeSet<>(KERNEL);
        EventSchema.current().types().forEach(type -> names.add(snakeCase(type.name())));
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
