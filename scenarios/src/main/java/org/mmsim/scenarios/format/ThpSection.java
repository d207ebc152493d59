package org.mmsim.scenarios.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mmsim.engine.machine.Machine;
import org.mmsim.engine.machine.ThpControls;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.engine.workload.Op;
import org.mmsim.protocol.ThpControl;
import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.Quantity;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlScalar;

/**
 * The {@code thp} part of a scenario: what is written to the files of /sys/kernel/mm/transparent_hugepage
 * before the first process.
 */
final class ThpSection {

    private static final String ENABLED = "enabled";
    private static final String DEFRAG = "defrag";
    private static final String USE_ZERO_PAGE = "use_zero_page";
    /** The files that are not of one size. */
    private static final List<String> GENERAL = List.of(ENABLED, DEFRAG, USE_ZERO_PAGE);
    /** What a kernel boots with in them. */
    private static final List<String> DEFAULTS = List.of("always", "madvise", "true");
    /** Smallest order that has a file of its own: a folio of two pages has no room for the deferred split queue. */
    private static final int LOWEST_ORDER = 2;

    private final MachineProfile machine;
    private final int pmdOrder;

    ThpSection(MachineProfile machine) {
        this.machine = machine;
        this.pmdOrder = Machine.formatOf(machine).order(1);
    }

    /** The mapping with the defaults of the files that are not of one size. */
    static YamlMapping withDefaults(YamlMapping thp) {
        YamlMapping complete = thp;
        for (int i = 0; i < GENERAL.size(); i++) {
            if (!complete.has(GENERAL.get(i))) {
                complete = complete.with(
                        YamlScalar.plain(GENERAL.get(i), thp.position()),
                        YamlScalar.plain(DEFAULTS.get(i), thp.position()));
            }
        }
        return complete;
    }

    /** The mapping in one order: what is not of one size, then the sizes. */
    static YamlMapping ordered(YamlMapping thp) {
        List<YamlMapping.Entry> entries = new ArrayList<>();
        GENERAL.forEach(key -> entries.add(thp.require(key)));
        thp.entries().stream()
                .filter(entry -> !GENERAL.contains(entry.key().text()))
                .sorted(Comparator.comparingLong(entry -> Quantity.SIZE.parse(entry.key(), "thp")))
                .forEach(entries::add);
        return new YamlMapping(entries, thp.position());
    }

    /**
     * What is to be written.
     *
     * @throws org.mmsim.scenarios.InputException if it names a size that the machine's kernel has no file for
     */
    List<Op.SetThp> controls(Fields thp) {
        List<Op.SetThp> controls = new ArrayList<>();
        controls.add(new Op.SetThp(ThpControl.THP_GLOBAL_ENABLED, 0, enabled(thp.text(ENABLED))));
        controls.add(new Op.SetThp(ThpControl.THP_DEFRAG, 0, ThpControls.DEFRAG.indexOf(thp.text(DEFRAG))));
        controls.add(new Op.SetThp(ThpControl.THP_USE_ZERO_PAGE, 0, thp.flag(USE_ZERO_PAGE, true) ? 1 : 0));
        TreeMap<Integer, YamlScalar> byOrder = new TreeMap<>();
        for (YamlMapping.Entry entry : thp.mapping().entries()) {
            if (!GENERAL.contains(entry.key().text())) {
                size(entry, byOrder);
            }
        }
        byOrder.forEach((order, value) ->
                controls.add(new Op.SetThp(ThpControl.THP_SIZE_ENABLED, order, enabled(value.text()))));
        return List.copyOf(controls);
    }

    private void size(YamlMapping.Entry entry, Map<Integer, YamlScalar> byOrder) {
        YamlScalar key = entry.key();
        YamlScalar value = (YamlScalar) entry.value();
        long bytes = Quantity.SIZE.parse(key, "thp");
        if (bytes == machine.basePageBytes()) {
            if (!value.text().equals("always")) {
                throw value.error(
                        "thp: " + Text.quote(key.text()) + " is the base page, which faults may always use",
                        "allowed: always");
            }
            return;
        }
        long pages = bytes / machine.basePageBytes();
        int order = Long.numberOfTrailingZeros(pages);
        if (pages * machine.basePageBytes() != bytes
                || Long.bitCount(pages) != 1
                || order < LOWEST_ORDER
                || order > pmdOrder) {
            throw key.error("thp: there are no folios of " + Text.quote(key.text()), "allowed: " + sizes());
        }
        if (byOrder.put(order, value) != null) {
            throw key.error("thp: " + Text.quote(key.text()) + " given twice");
        }
    }

    private String sizes() {
        List<String> sizes = new ArrayList<>();
        for (int order = LOWEST_ORDER; order <= pmdOrder; order++) {
            sizes.add(Quantity.SIZE.format((long) machine.basePageBytes() << order));
        }
        return String.join(", ", sizes);
    }

    private static int enabled(String value) {
        return switch (value) {
            case "always" -> ThpControls.ALWAYS;
            case "madvise" -> ThpControls.MADVISE;
            case "inherit" -> ThpControls.INHERIT;
            case "never" -> ThpControls.NEVER;
            default -> throw new IllegalStateException("the schema allows an unknown value: " + value);
        };
    }
}
