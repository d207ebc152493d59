package org.mmsim.scenarios.conform.script;

import java.util.List;

/** {@code P uffd …}. */
final class UffdActions {
    private static final List<String> NAMES = List.of("open", "reg", "unreg", "wp", "copy", "zero", "move", "poison");

    private UffdActions() {}

    static Action parse(Words words, Declared names) {
        String name = words.form("uffd " + String.join("|", NAMES) + " …").oneOf("operation of uffd", NAMES);
        return switch (name) {
            case "open" -> open(words);
            case "reg" -> register(words, names);
            case "unreg" -> new Action.UffdUnregister(Actions.range(words.form("uffd unreg R OFF N"), names));
            case "wp" -> writeProtect(words, names);
            case "copy" -> copy(words, names);
            case "zero" -> new Action.UffdZero(Actions.range(words.form("uffd zero R OFF N"), names));
            case "move" -> move(words, names);
            default -> new Action.UffdPoison(Actions.range(words.form("uffd poison R OFF N"), names));
        };
    }

    private static Action open(Words words) {
        words.form("uffd open [async] [unpopulated] [sigbus]");
        return new Action.UffdOpen(words.flag("async"), words.flag("unpopulated"), words.flag("sigbus"));
    }

    private static Action register(Words words, Declared names) {
        PageRange range = Actions.range(words.form("uffd reg R OFF N [wp] [missing]"), names);
        return new Action.UffdRegister(range, words.flag("wp"), words.flag("missing"));
    }

    private static Action writeProtect(Words words, Declared names) {
        PageRange range = Actions.range(words.form("uffd wp R OFF N 1|0"), names);
        return new Action.UffdWriteProtect(
                range, words.oneOf("value", List.of("1", "0")).equals("1"));
    }

    private static Action copy(Words words, Declared names) {
        PageRange range = Actions.range(words.form("uffd copy R OFF N SRC SOFF [wp]"), names);
        String from = names.region(words.next("source"), words);
        long offset = words.number("offset", 0, Region.PAGES_MAX);
        return new Action.UffdCopy(range, from, offset, words.flag("wp"));
    }

    private static Action move(Words words, Declared names) {
        PageRange range = Actions.range(words.form("uffd move R OFF N SRC SOFF"), names);
        String from = names.region(words.next("source"), words);
        return new Action.UffdMove(range, from, words.number("offset", 0, Region.PAGES_MAX));
    }
}
