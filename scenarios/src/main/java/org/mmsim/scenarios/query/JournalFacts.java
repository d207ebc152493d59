package org.mmsim.scenarios.query;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.pagetable.PageTableFormat;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.protocol.Event;
import org.mmsim.protocol.FieldKind;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.profile.ProfileLoader;
import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlReader;
import org.mmsim.scenarios.yaml.YamlScalar;
import org.mmsim.scenarios.yaml.YamlSequence;
import org.mmsim.storage.EventSchema;
import org.mmsim.storage.JournalReader;

/**
 * Facts about a run from its journal. The scenario in it was checked against its schema when the run began; that is not
 * done again, because a query has to be quick.
 */
public final class JournalFacts implements RunFacts {
    private static final String SOURCE = "scenario in the journal";

    private final JournalReader reader;
    private @Nullable MachineProfile machine;

    public JournalFacts(JournalReader reader) {
        this.reader = reader;
    }

    @Override
    public List<String> processNames() {
        List<String> names = new ArrayList<>();
        if (!(child("processes") instanceof YamlSequence processes)) {
            throw new InputException("no list of processes (" + SOURCE + ")");
        }
        for (YamlNode process : processes.items()) {
            boolean named = process instanceof YamlMapping mapping && mapping.get("name") instanceof YamlScalar;
            names.add(named ? Fields.of((YamlMapping) process).text("name") : "");
        }
        return names;
    }

    @Override
    public int cpuCount() {
        return machine().topology().cpus();
    }

    @Override
    public PageTableFormat pageTableFormat() {
        return Machine.formatOf(machine());
    }

    /** The machine that the run was on. */
    public MachineProfile machine() {
        MachineProfile known = machine;
        if (known == null) {
            if (!(child("machine") instanceof YamlMapping mapping)) {
                throw new InputException("no machine (" + SOURCE + ")");
            }
            known = ProfileLoader.read(mapping);
            machine = known;
        }
        return known;
    }

    private YamlNode child(String key) {
        YamlNode root = YamlReader.read(reader.identity().getScenario(), SOURCE);
        if (root instanceof YamlMapping mapping) {
            YamlNode child = mapping.get(key);
            if (child != null) {
                return child;
            }
        }
        throw new InputException("no " + key + " (" + SOURCE + ")");
    }

    @Override
    public int folioOrder(long pfn) {
        boolean[] types = new boolean[EventSchema.MAX_TYPE + 1];
        types[Event.FOLIO_ALLOCATED_FIELD_NUMBER] = true;
        Filter allocations = new Combination.AllOf(
                List.of(new HeaderFilter.ByType(types), FieldFilter.ofKind(FieldKind.PFN, Ranges.of(pfn, pfn))));
        AtomicInteger order = new AtomicInteger(-1);
        new EventQuery(reader, allocations).forEach(event -> {
            order.set(Math.max(order.get(), (int) event.field(1)));
            return true;
        });
        return order.get();
    }
}
