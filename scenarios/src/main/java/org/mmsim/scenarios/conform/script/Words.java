package org.mmsim.scenarios.conform.script;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.Text;

/** The words of one line, taken one by one, with messages that say where they stand. */
final class Words {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,19}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}|0x[0-9a-fA-F]{1,15}");

    private final String source;
    private final int line;
    private final List<String> left;
    private String form = "";

    Words(String source, int line, String text) {
        this.source = source;
        this.line = line;
        left = new ArrayList<>(Stream.of(text.split("[ \t]+", -1))
                .filter(word -> !word.isEmpty())
                .toList());
    }

    int line() {
        return line;
    }

    boolean isEmpty() {
        return left.isEmpty();
    }

    /** What the statement must look like; messages show it. */
    Words form(String statementForm) {
        form = statementForm;
        return this;
    }

    /** The next word, whatever it is. */
    String next(String what) {
        if (left.isEmpty()) {
            throw error("missing " + what);
        }
        return left.remove(0);
    }

    /** The words that are left, as one text. */
    String rest() {
        String rest = String.join(" ", left);
        left.clear();
        return rest;
    }

    /** The next word, which must be one of those allowed. */
    String oneOf(String what, List<String> allowed) {
        String word = next(what);
        if (!allowed.contains(word)) {
            throw error("unknown " + what + " " + Text.quote(word), Text.allowed(word, allowed));
        }
        return word;
    }

    /** The next word as a constant by the lower-case name that scripts use. */
    <E extends Enum<E>> E constant(String what, E[] constants) {
        return constant(what, next(what), constants);
    }

    <E extends Enum<E>> E constant(String what, String word, E[] constants) {
        return Arrays.stream(constants)
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> error(
                        "unknown " + what + " " + Text.quote(word),
                        Text.allowed(
                                word,
                                Arrays.stream(constants)
                                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                        .toList())));
    }

    /** A new name: letters, digits, {@code _}. */
    String name(String what) {
        String word = next(what);
        if (!NAME.matcher(word).matches()) {
            throw error("not a name for " + what + ": " + Text.quote(word), "allowed: up to 19 letters, digits and _");
        }
        return word;
    }

    /** A new name that begins with a capital letter. */
    String processName() {
        String word = name("a process");
        if (!isProcess(word)) {
            throw error("the name of a process begins with a capital letter: " + Text.quote(word));
        }
        return word;
    }

    static boolean isProcess(String word) {
        return !word.isEmpty() && word.charAt(0) >= 'A' && word.charAt(0) <= 'Z';
    }

    /** A new name that begins with a small letter. */
    String regionName() {
        String word = name("a region");
        if (word.charAt(0) < 'a' || word.charAt(0) > 'z') {
            throw error("the name of a region begins with a small letter: " + Text.quote(word));
        }
        return word;
    }

    /** The next word as a number, decimal or hexadecimal. */
    long number(String what, long min, long max) {
        return number(what, next(what), min, max);
    }

    private long number(String what, String word, long min, long max) {
        long number = !NUMBER.matcher(word).matches()
                ? -1
                : word.startsWith("0x") ? Long.parseLong(word.substring(2), 16) : Long.parseLong(word);
        if (number < min || number > max) {
            throw error("not a number for " + what + ": " + Text.quote(word), "allowed: " + min + " to " + max);
        }
        return number;
    }

    /** Takes {@code key=VALUE} from anywhere in the line. */
    Optional<String> option(String key) {
        Optional<String> found =
                left.stream().filter(word -> word.startsWith(key + "=")).findFirst();
        found.ifPresent(left::remove);
        return found.map(word -> word.substring(key.length() + 1));
    }

    long numberOption(String key, long min, long max, long otherwise) {
        return option(key).map(word -> number(key, word, min, max)).orElse(otherwise);
    }

    /** Takes a word from anywhere in the line. */
    boolean flag(String word) {
        return left.remove(word);
    }

    /** Nothing may be left. */
    void end() {
        if (!left.isEmpty()) {
            throw error("unexpected " + Text.quote(left.get(0)));
        }
    }

    InputException error(String what) {
        return error(what, form.isEmpty() ? "" : "allowed: " + form);
    }

    InputException error(String what, String hint) {
        return new InputException(what + " (" + source + ":" + line + ")", hint);
    }
}
