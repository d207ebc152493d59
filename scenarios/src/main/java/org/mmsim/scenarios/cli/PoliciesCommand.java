package org.mmsim.scenarios.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.policy.Policies;
import org.mmsim.engine.policy.PolicyFamily;
import org.mmsim.scenarios.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code mmsim policies}. */
@Command(
        name = "policies",
        mixinStandardHelpOptions = true,
        description = "Lists what a scenario can choose under kernel:, or the sides of one argument.")
final class PoliciesCommand implements Callable<Integer> {
    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "a key under kernel:")
    @Nullable
    String name;

    @Option(names = "--json", description = "print one JSON document")
    boolean json;

    @Override
    public Integer call() {
        List<PolicyFamily> families = Policies.families().stream()
                .filter(family -> name == null || family.key().equals(name))
                .toList();
        if (families.isEmpty()) {
            throw new InputException(
                    "no policy " + name + " (policies)",
                    "allowed: "
                            + String.join(
                                    ", ",
                                    Policies.families().stream()
                                            .map(PolicyFamily::key)
                                            .toList()));
        }
        if (json) {
            System.out.println(json(families).toPrettyString());
        } else {
            families.forEach(PoliciesCommand::print);
        }
        return ExitCode.GOOD;
    }

    private static void print(PolicyFamily family) {
        System.out.printf(Locale.ROOT, "%s: %s%n", family.key(), family.description());
        String standard = Policies.defaults().get(family.key());
        for (PolicyFamily.Choice choice : family.choices()) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-34s %s%s%n",
                    choice.name() + (choice.name().equals(standard) ? " (default)" : ""),
                    choice.testOnly() ? "[broken on purpose] " : "",
                    choice.description());
        }
    }

    private static ObjectNode json(List<PolicyFamily> families) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        var list = root.putArray("policies");
        for (PolicyFamily family : families) {
            ObjectNode item = list.addObject();
            item.put("key", family.key());
            item.put("description", family.description());
            item.put("default", Policies.defaults().get(family.key()));
            var choices = item.putArray("choices");
            for (PolicyFamily.Choice choice : family.choices()) {
                choices.addObject()
                        .put("name", choice.name())
                        .put("description", choice.description())
                        .put("test_only", choice.testOnly());
            }
        }
        return root;
    }
}
