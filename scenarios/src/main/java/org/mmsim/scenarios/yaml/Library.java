package org.mmsim.scenarios.yaml;

import java.util.ArrayList;
import java.util.List;

/** Documents that come with the program, by name. */
public enum Library {
    SCENARIOS("scenarios"),
    PROFILES("profiles"),
    EXPERIMENTS("experiments");

    private final String folder;

    Library(String folder) {
        this.folder = folder;
    }

    /** A document's name and its description, one line. */
    public record Entry(String name, String description) {}

    /** The names, in the order in which the index lists them. */
    public List<String> names() {
        return Resources.text("/mmsim/" + folder + "/index.txt").lines().toList();
    }

    public boolean has(String name) {
        return names().contains(name);
    }

    /** The text of a document that the library {@link #has}. */
    public String text(String name) {
        return Resources.text("/mmsim/" + folder + "/" + name + ".yaml");
    }

    /** What messages call a document of the library. */
    public String source(String name) {
        return "library/" + folder + "/" + name + ".yaml";
    }

    /** All documents with their descriptions. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (String name : names()) {
            Fields document = Fields.of(YamlReader.read(text(name), source(name)));
            entries.add(new Entry(name, document.text("description")));
        }
        return entries;
    }
}
