package org.mmsim.scenarios.conform.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.mmsim.scenarios.conform.script.Action.MapKind;
import org.mmsim.scenarios.yaml.Text;

/** The operations of processes. */
final class Actions {
    private static final int BYTE_MAX = 255;
    private static final int LINES_WITH_OWN_VALUE = 250;
    private static final String RANGE = " R OFF N";

    private static final Map<String, BiFunction<Words, Declared, Action>> BY_NAME = new TreeMap<>(Map.ofEntries(
            Map.entry("map", Actions::map),
            Map.entry("munmap", (words, names) -> new Action.Munmap(range(words.form("munmap" + RANGE), names))),
            Map.entry("read", Actions::read),
            Map.entry("write", Actions::write),
            Map.entry("madvise", Actions::madvise),
            Map.entry("mprotect", Actions::mprotect),
            Map.entry("mremap", Actions::mremap),
            Map.entry("mlock", Actions::mlock),
            Map.entry("munlock", (words, names) -> new Action.Munlock(range(words.form("munlock" + RANGE), names))),
            Map.entry("mlockall", (words, names) -> Action.Simple.MLOCKALL),
            Map.entry(
                    "fork",
                    (words, names) -> new Action.Fork(words.form("fork C").processName())),
            Map.entry("exit", (words, names) -> Action.Simple.EXIT),
            Map.entry(
                    "pin",
                    (words, names) ->
                            new Action.Pin(words.form("pin H" + RANGE).name("a handle"), range(words, names))),
            Map.entry(
                    "unpin",
                    (words, names) -> new Action.Unpin(words.form("unpin H").name("a handle"))),
            Map.entry(
                    "getref",
                    (words, names) ->
                            new Action.GetRef(words.form("getref H" + RANGE).name("a handle"), range(words, names))),
            Map.entry(
                    "dropref",
                    (words, names) -> new Action.DropRef(words.form("dropref H").name("a handle"))),
            Map.entry("uffd", UffdActions::parse),
            Map.entry("pmscan", Actions::pagemapScan),
            Map.entry(
                    "clear_refs",
                    (words, names) -> new Action.ClearRefs(
                            (int) words.form("clear_refs V").number("what to clear", 1, 5))),
            Map.entry("mincore", (words, names) -> new Action.Mincore(range(words.form("mincore" + RANGE), names))),
            Map.entry("fallocate_punch", Actions::punchHole),
            Map.entry("msync", (words, names) -> new Action.Msync(range(words.form("msync" + RANGE), names))),
            Map.entry("ksmself", (words, names) -> Action.Simple.KSMSELF)));

    private Actions() {}

    static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /** The action that the words name. */
    static Action parse(Words words, Declared names) {
        String name = words.form("P OPERATION …").next("operation");
        BiFunction<Words, Declared, Action> parser = BY_NAME.get(name);
        if (parser == null) {
            throw words.error("unknown operation " + Text.quote(name), Text.allowed(name, names()));
        }
        return parser.apply(words.form(name), names);
    }

    /** {@code R OFF N}. */
    static PageRange range(Words words, Declared names) {
        String region = names.region(words.next("region"), words);
        long offset = words.number("offset", 0, Region.PAGES_MAX);
        return new PageRange(region, offset, words.number("pages", 0, Region.PAGES_MAX - offset));
    }

    private static Action map(Words words, Declared names) {
        words.form("map R PAGES anon|shanon|shared:F|private:F|hugetlb [skew=N] [at=N] [foff=N] [prot=rw|r|none|rx]"
                + " [noreserve] [populate]");
        String region = names.region(words.next("region"), words);
        long pages = words.number("pages", 1, Region.PAGES_MAX);
        String kind = words.next("kind");
        // Where the region begins is known already.
        words.option("skew");
        long at = words.numberOption("at", 0, Region.PAGES_MAX, 0);
        long fileOffset = words.numberOption("foff", 0, Region.PAGES_MAX, 0);
        Protection protection = words.option("prot")
                .map(text -> words.constant("protection", text, Protection.values()))
                .orElse(Protection.RW);
        boolean noreserve = words.flag("noreserve");
        boolean populate = words.flag("populate");
        int colon = kind.indexOf(':');
        String file = colon < 0 ? "" : names.file(kind.substring(colon + 1), words);
        MapKind mapKind = mapKind(colon < 0 ? kind : kind.substring(0, colon + 1), words);
        return new Action.Map(region, at, pages, mapKind, file, fileOffset, protection, noreserve, populate);
    }

    private static MapKind mapKind(String kind, Words words) {
        return switch (kind) {
            case "anon" -> MapKind.ANON;
            case "shanon" -> MapKind.SHARED_ANON;
            case "shared:" -> MapKind.SHARED_FILE;
            case "private:" -> MapKind.PRIVATE_FILE;
            case "hugetlb" -> MapKind.HUGETLB;
            default -> throw words.error("unknown kind of mapping " + Text.quote(kind));
        };
    }

    private static Action read(Words words, Declared names) {
        PageRange range = range(words.form("read" + RANGE + " [stride=S]"), names);
        return new Action.Read(range, words.numberOption("stride", 1, Region.PAGES_MAX, 1));
    }

    private static Action write(Words words, Declared names) {
        PageRange range = range(words.form("write" + RANGE + " [stride=S] [val=V]"), names);
        long stride = words.numberOption("stride", 1, Region.PAGES_MAX, 1);
        long value = words.numberOption("val", 0, BYTE_MAX, 1 + words.line() % LINES_WITH_OWN_VALUE);
        return new Action.Write(range, stride, (int) value);
    }

    private static Action madvise(Words words, Declared names) {
        PageRange range = range(words.form("madvise" + RANGE + " ADVICE"), names);
        return new Action.Madvise(range, words.constant("advice", Advice.values()));
    }

    private static Action mprotect(Words words, Declared names) {
        PageRange range = range(words.form("mprotect" + RANGE + " r|rw|none|rx"), names);
        return new Action.Mprotect(range, words.constant("protection", Protection.values()));
    }

    private static Action mremap(Words words, Declared names) {
        PageRange range = range(words.form("mremap" + RANGE + " DST DOFF [n2=PAGES] [keep]"), names);
        String to = names.region(words.next("destination"), words);
        long toOffset = words.number("offset", 0, Region.PAGES_MAX);
        long newPages = words.numberOption("n2", 0, Region.PAGES_MAX - toOffset, range.pages());
        return new Action.Mremap(range, to, toOffset, newPages, words.flag("keep"));
    }

    private static Action mlock(Words words, Declared names) {
        PageRange range = range(words.form("mlock" + RANGE + " [onfault]"), names);
        return new Action.Mlock(range, words.flag("onfault"));
    }

    private static Action pagemapScan(Words words, Declared names) {
        PageRange range = range(words.form("pmscan" + RANGE + " [cats=a,b] [not=a,b] [wp]"), names);
        return new Action.PagemapScan(range, categories("cats", words), categories("not", words), words.flag("wp"));
    }

    private static List<ScanCategory> categories(String key, Words words) {
        List<ScanCategory> categories = new ArrayList<>();
        words.option(key).ifPresent(list -> {
            for (String name : list.split(",", -1)) {
                categories.add(words.constant("category", name, ScanCategory.values()));
            }
        });
        return List.copyOf(categories);
    }

    private static Action punchHole(Words words, Declared names) {
        PageRange range = range(words.form("fallocate_punch" + RANGE + " F FOFF"), names);
        String file = names.file(words.next("file"), words);
        return new Action.PunchHole(file, words.number("offset", 0, Region.PAGES_MAX), range.pages());
    }
}
