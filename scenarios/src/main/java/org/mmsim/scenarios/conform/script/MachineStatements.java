package org.mmsim.scenarios.conform.script;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.mmsim.scenarios.yaml.Text;

/** The statements that belong to no process. */
final class MachineStatements {
    private static final List<String> SIZES = List.of("16k", "32k", "64k", "128k", "256k", "512k", "1m", "2m");
    private static final int FIRST_ORDER = 2;
    private static final long PAGES_MAX = 512;
    private static final long MEGABYTES_MAX = 1 << 20;

    private static final Map<String, Function<Words, Statement>> BY_NAME = new TreeMap<>(Map.ofEntries(
            Map.entry("proc", words -> new Statement.Proc(words.form("proc P").processName())),
            Map.entry(
                    "checkpoint",
                    words -> new Statement.Checkpoint(
                            words.form("checkpoint NAME").next("name"))),
            Map.entry("thp", MachineStatements::thp),
            Map.entry("swapon", MachineStatements::swapOn),
            Map.entry("swapoff", words -> Statement.Simple.SWAPOFF),
            Map.entry(
                    "hugepool",
                    words -> new Statement.HugePool(words.form("hugepool N").number("pages", 0, Region.PAGES_MAX))),
            Map.entry("memcg", MachineStatements::memcg),
            Map.entry("shrink_slab", words -> Statement.Simple.SHRINK_SLAB),
            Map.entry("khugepaged", MachineStatements::khugepaged),
            Map.entry("ksm", words -> Statement.Simple.KSM),
            Map.entry("drain", words -> Statement.Simple.DRAIN),
            Map.entry(
                    "sleep",
                    words -> new Statement.Sleep(words.form("sleep MS").number("milliseconds", 0, 3_600_000)))));

    private MachineStatements() {}

    /** The first words of these statements. */
    static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /** The statement that begins with the given word; the words after it are taken. */
    static Statement parse(String name, Words words) {
        Function<Words, Statement> parser = BY_NAME.get(name);
        if (parser == null) {
            throw words.error("unknown statement " + Text.quote(name), Text.allowed(name, ScriptParser.firstWords()));
        }
        return parser.apply(words.form(name));
    }

    private static Statement thp(Words words) {
        words.form("thp [shmem] SIZE|global VALUE, thp defrag|use_zero_page V, "
                + "thp max_ptes_none|max_ptes_shared|max_ptes_swap N");
        String which = words.next("setting");
        boolean shmem = which.equals("shmem");
        if (shmem) {
            which = words.next("size");
        }
        int size = SIZES.indexOf(which);
        if (size >= 0) {
            return setting(words, shmem ? ThpControl.SHMEM_SIZE_ENABLED : ThpControl.SIZE_ENABLED, FIRST_ORDER + size);
        }
        if (which.equals("global")) {
            return setting(words, shmem ? ThpControl.SHMEM_ENABLED : ThpControl.ENABLED, -1);
        }
        for (ThpControl control : ThpControl.values()) {
            if (!shmem && control.label().equals(which) && control.ordinal() >= ThpControl.DEFRAG.ordinal()) {
                return setting(words, control, -1);
            }
        }
        throw words.error(
                "unknown setting " + Text.quote(which),
                "allowed: " + String.join(", ", SIZES)
                        + ", global, shmem, defrag, use_zero_page, max_ptes_none, max_ptes_shared, max_ptes_swap");
    }

    private static Statement setting(Words words, ThpControl control, int order) {
        if (control.allowed().isEmpty()) {
            return new Statement.Thp(control, order, Long.toString(words.number("pages", 0, PAGES_MAX)));
        }
        return new Statement.Thp(control, order, words.oneOf("value", control.allowed()));
    }

    private static Statement swapOn(Words words) {
        words.form("swapon zram|disk MB");
        boolean zram = words.oneOf("device", List.of("zram", "disk")).equals("zram");
        return new Statement.SwapOn(zram, words.number("size", 1, MEGABYTES_MAX));
    }

    private static Statement memcg(Words words) {
        words.form("memcg on|reclaim");
        boolean on = words.oneOf("operation", List.of("on", "reclaim")).equals("on");
        return on ? Statement.Simple.MEMCG_ON : Statement.Simple.MEMCG_RECLAIM;
    }

    private static Statement khugepaged(Words words) {
        words.form("khugepaged [max_ptes_none=N]");
        long pages = words.numberOption("max_ptes_none", 0, PAGES_MAX, -1);
        return new Statement.Khugepaged(pages < 0 ? OptionalLong.empty() : OptionalLong.of(pages));
    }
}
