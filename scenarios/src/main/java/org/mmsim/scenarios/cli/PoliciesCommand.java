package org.mmsim.scenarios.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mmsim.engine.policy.Policies;
import org.mmsim.engine.policy.PolicyFamily;
import org.mmsim.engine.policy.Presets;
import org.mmsim.engine.policy.Presets.Preset;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code mmsim policies}. */
@Command(
        name = "policies",
        mixinStandardHelpOptions = true,
        description = {
            "Lists what a scenario can choose under kernel:, or the sides of one argument.",
            "A preset takes the sides that a released kernel takes; in the list, those that are not the default."
        })
final class PoliciesCommand implements Callable<Integer> {
    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "a key under kernel:, or a preset")
    @Nullable
    String name;

    @Option(names = "--json", description = "print one JSON document")
    boolean json;

    @Override
    public Integer call() {
        List<PolicyFamily> families = Policies.families().stream()
                .filter(family -> name == null || family.key().equals(name))
                .toList();
        List<Preset> presets = Presets.all().stream()
                .filter(preset -> name == null || preset.name().equals(name))
                .toList();
        if (families.isEmpty() && presets.isEmpty()) {
            List<String> names = Stream.concat(
                            Policies.families().stream().map(PolicyFamily::key),
                            Presets.all().stream().map(Preset::name))
                    .toList();
            throw new InputException(
                    "no policy or preset " + Text.quote(String.valueOf(name)) + " (policies)",
                    Text.allowed(String.valueOf(name), names));
        }
        if (json) {
            System.out.println(json(families, presets).toPrettyString());
        } else {
            families.forEach(PoliciesCommand::print);
            presets.forEach(preset -> print(preset, name != null));
        }
        return ExitCode.GOOD;
    }

    /**
     * Prints a preset.
     *
     * @param whole also where it chooses as one does who says nothing
     */
    private static void print(Preset preset, boolean whole) {
        System.out.printf(Locale.ROOT, "preset %s: %s%n", preset.name(), preset.description());
        preset.choices().forEach((key, choice) -> {
            if (whole || !choice.equals(Policies.defaults().get(key))) {
                System.out.printf(Locale.ROOT, "  %s: %s%n", key, choice);
            }
        });
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

    private static ObjectNode json(List<PolicyFamily> families, List<Preset> presets) {
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
        var kernels = root.putArray("presets");
        for (Preset preset : presets) {
            ObjectNode item = kernels.addObject();
            item.put("name", preset.name());
            item.put("description", preset.description());
            var archs = item.putArray("archs");
            preset.archs().forEach(arch -> archs.add(arch.label()));
            ObjectNode choices = item.putObject("choices");
            preset.choices().forEach(choices::put);
        }
        return root;
    }
}
