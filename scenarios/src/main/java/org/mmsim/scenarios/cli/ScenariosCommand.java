package org.mmsim.scenarios.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.Library;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code mmsim scenarios}. */
@Command(
        name = "scenarios",
        mixinStandardHelpOptions = true,
        description = "Lists the scenarios of the library, or shows one as it could be copied to a file.")
final class ScenariosCommand implements Callable<Integer> {
    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "the scenario to show")
    @Nullable
    String name;

    @Option(names = "--json", description = "print one JSON document")
    boolean json;

    @Override
    public Integer call() {
        String wanted = name;
        if (wanted != null) {
            if (!Library.SCENARIOS.has(wanted)) {
                throw new InputException(
                        "no scenario " + wanted + " in the library (scenarios)",
                        "allowed: " + String.join(", ", Library.SCENARIOS.names()));
            }
            String text = Library.SCENARIOS.text(wanted);
            if (json) {
                ObjectNode root = JsonMapper.shared().createObjectNode();
                System.out.println(root.put("name", wanted).put("yaml", text).toPrettyString());
            } else {
                System.out.print(text);
            }
            return ExitCode.GOOD;
        }
        LibraryList.print(Library.SCENARIOS, "scenarios", json);
        return ExitCode.GOOD;
    }
}
