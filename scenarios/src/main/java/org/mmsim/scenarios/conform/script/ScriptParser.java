package org.mmsim.scenarios.conform.script;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.InputFile;
import org.mmsim.scenarios.yaml.Text;

/** Reads scripts. */
public final class ScriptParser {
    /** Ending of the files that are scripts. */
    public static final String ENDING = ".txt";

    private static final int LINES_MAX = 4094;
    private static final List<String> DECLARATIONS = List.of("memfd", "need", "slot", "title");

    private final String source;
    private final List<String> lines;
    private final Declared declared = new Declared();
    private final List<ScriptLine> statements = new ArrayList<>();
    private final List<Feature> needs = new ArrayList<>();
    private final TreeSet<String> begun = new TreeSet<>();
    private final TreeSet<String> alive = new TreeSet<>();
    private String title = "";

    private ScriptParser(String text, String source) {
        this.source = source;
        lines = text.lines().toList();
    }

    /**
     * The script in a file.
     *
     * @throws InputException if it cannot be read or is no script
     */
    public static Script read(Path file) {
        String name = Objects.requireNonNull(file.getFileName(), "a directory has no text")
                .toString();
        int dot = name.lastIndexOf('.');
        return parse(InputFile.read(file), dot <= 0 ? name : name.substring(0, dot), file.toString());
    }

    /**
     * The script of a text.
     *
     * @param source what messages call it
     * @throws InputException if it is no script
     */
    public static Script parse(String text, String name, String source) {
        return new ScriptParser(text, source).parse(name);
    }

    /** What a line can begin with if not with a process. */
    static List<String> firstWords() {
        return Stream.concat(DECLARATIONS.stream(), MachineStatements.names().stream())
                .sorted()
                .toList();
    }

    private Script parse(String name) {
        if (lines.size() > LINES_MAX) {
            throw new InputException("more than " + LINES_MAX + " lines (" + source + ")");
        }
        for (int number = 1; number <= lines.size(); number++) {
            declare(number);
        }
        for (int number = 1; number <= lines.size(); number++) {
            statement(number);
        }
        return new Script(
                name, source, title, List.copyOf(needs), declared.regions(), declared.files(), List.copyOf(statements));
    }

    /** The line without its comment and the blanks at its end. */
    private String text(int number) {
        String line = lines.get(number - 1);
        int comment = line.indexOf('#');
        return (comment < 0 ? line : line.substring(0, comment)).stripTrailing();
    }

    private Words words(int number) {
        return new Words(source, number, text(number));
    }

    /** Regions and files are known from the beginning, whichever line they stand in. */
    private void declare(int number) {
        Words words = words(number);
        String first = words.isEmpty() ? "" : words.next("statement");
        if (first.equals("memfd")) {
            declared.memfd(words);
        } else if (first.equals("slot")) {
            declared.slot(words);
        } else if (Words.isProcess(first)
                && !words.isEmpty()
                && words.next("operation").equals("map")) {
            declared.map(words);
        }
    }

    private void statement(int number) {
        Words words = words(number);
        if (words.isEmpty()) {
            return;
        }
        String first = words.next("statement");
        switch (first) {
            case "memfd", "slot" -> {}
            case "title" -> title = words.rest();
            case "need" -> need(words);
            default -> {
                Statement statement = Words.isProcess(first)
                        ? new Statement.OfProcess(living(first, words), Actions.parse(words, declared))
                        : MachineStatements.parse(first, words);
                words.end();
                follow(statement, words);
                statements.add(new ScriptLine(number, text(number), statement));
            }
        }
    }

    private void need(Words words) {
        words.form("need FEATURE…");
        do {
            needs.add(words.constant("feature", Feature.values()));
        } while (!words.isEmpty());
    }

    private String living(String process, Words words) {
        if (!alive.contains(process)) {
            throw words.error(
                    (begun.contains(process) ? "the process has ended: " : "no process ") + Text.quote(process),
                    Text.allowed(process, List.copyOf(alive)));
        }
        return process;
    }

    /** Which processes there are from here on. */
    private void follow(Statement statement, Words words) {
        for (String process : statement.begins()) {
            if (!begun.add(process)) {
                throw words.error("the process " + process + " has begun before");
            }
            alive.add(process);
        }
        if (statement instanceof Statement.OfProcess of && of.action() == Action.Simple.EXIT) {
            alive.remove(of.process());
        }
    }
}
