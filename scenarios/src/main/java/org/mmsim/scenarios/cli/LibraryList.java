package org.mmsim.scenarios.cli;

import java.util.Locale;
import org.mmsim.scenarios.yaml.Library;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Prints what a library has, a line each. */
final class LibraryList {
    private LibraryList() {}

    /** @param what the name of the list in JSON */
    static void print(Library library, String what, boolean json) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        var list = root.putArray(what);
        for (Library.Entry entry : library.entries()) {
            if (json) {
                list.addObject().put("name", entry.name()).put("description", entry.description());
            } else {
                System.out.printf(Locale.ROOT, "%-24s %s%n", entry.name(), entry.description());
            }
        }
        if (json) {
            System.out.println(root.toPrettyString());
        }
    }
}
