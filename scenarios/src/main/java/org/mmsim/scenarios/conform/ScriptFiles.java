package org.mmsim.scenarios.conform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.IoReason;
import org.mmsim.scenarios.conform.script.Script;
import org.mmsim.scenarios.conform.script.ScriptParser;

/** Scripts as they are named on a command line. */
public final class ScriptFiles {

    private ScriptFiles() {}

    /**
     * The scripts of files and folders, each folder's by name.
     *
     * @throws InputException if one cannot be read or is no script, or two have the same name
     */
    public static List<Script> read(List<Path> named) {
        List<Script> scripts = new ArrayList<>();
        Map<String, String> sources = new TreeMap<>();
        for (Path path : named) {
            for (Path file : Files.isDirectory(path) ? inFolder(path) : List.of(path)) {
                Script script = ScriptParser.read(file);
                String other = sources.put(script.name(), script.source());
                if (other != null) {
                    throw new InputException(
                            "two scripts have the name " + script.name() + " (" + other + ", " + script.source() + ")");
                }
                scripts.add(script);
            }
        }
        return scripts;
    }

    private static List<Path> inFolder(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            List<Path> files = children.filter(file -> file.toString().endsWith(ScriptParser.ENDING))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new InputException(
                        "no scripts in the folder (" + folder + ")", "allowed: files NAME" + ScriptParser.ENDING);
            }
            return files;
        } catch (IOException e) {
            throw new InputException("cannot list the scripts: " + IoReason.of(e) + " (" + folder + ")");
        }
    }
}
