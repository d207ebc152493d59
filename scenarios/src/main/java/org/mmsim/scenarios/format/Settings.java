package org.mmsim.scenarios.format;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlScalar;
import org.mmsim.scenarios.yaml.YamlSequence;

/**
 * Puts settings into a document. Keys that a mapping does not have yet are added: whether they belong
 * there is for the schema to say, which then names the flag.
 */
final class Settings {

    private final UnaryOperator<YamlNode> machine;

    /** @param machine turns the name of a machine into its profile, so that a path can lead into it */
    Settings(UnaryOperator<YamlNode> machine) {
        this.machine = machine;
    }

    YamlNode apply(YamlNode document, Setting setting) {
        return set(document, setting, 0);
    }

    private YamlNode set(YamlNode node, Setting setting, int depth) {
        if (depth == setting.path().size()) {
            return setting.value();
        }
        if (node instanceof YamlMapping mapping) {
            return setInMapping(mapping, setting, depth);
        }
        if (node instanceof YamlSequence sequence) {
            return setInSequence(sequence, setting, depth);
        }
        String path = String.join(".", setting.path().subList(0, depth));
        throw new InputException(Text.quote(path) + " is " + node.kind() + " and holds no "
                + Text.quote(element(setting, depth)) + " (" + setting.flag() + ")");
    }

    private YamlNode setInMapping(YamlMapping mapping, Setting setting, int depth) {
        String key = element(setting, depth);
        YamlMapping.Entry entry = mapping.entry(key);
        boolean last = depth == setting.path().size() - 1;
        if (entry == null) {
            if (depth == 1 && setting.path().get(0).equals("parameters")) {
                throw new InputException(
                        "no parameter " + Text.quote(key) + " (" + setting.flag() + ")",
                        Text.allowed(key, mapping.keys()));
            }
            YamlNode empty = new YamlMapping(List.of(), setting.position());
            return mapping.with(
                    YamlScalar.plain(key, setting.position()), set(last ? setting.value() : empty, setting, depth + 1));
        }
        boolean intoMachine = depth == 0 && key.equals("machine") && !last;
        YamlNode child = intoMachine ? machine.apply(entry.value()) : entry.value();
        return mapping.with(entry.key(), set(child, setting, depth + 1));
    }

    private YamlNode setInSequence(YamlSequence sequence, Setting setting, int depth) {
        int index = index(sequence, setting, depth);
        List<YamlNode> items = new ArrayList<>(sequence.items());
        items.set(index, set(items.get(index), setting, depth + 1));
        return new YamlSequence(items, sequence.position());
    }

    /** An index from 0, or the name of an item. */
    private static int index(YamlSequence sequence, Setting setting, int depth) {
        String element = element(setting, depth);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            boolean named = sequence.items().get(i) instanceof YamlMapping item
                    && item.get("name") instanceof YamlScalar name
                    && names.add(name.text())
                    && name.text().equals(element);
            if (named || element.equals(Integer.toString(i))) {
                return i;
            }
        }
        int size = sequence.items().size();
        String indexes = size == 0 ? "an empty list" : size == 1 ? "index 0" : "index 0 to " + (size - 1);
        throw new InputException(
                "no item " + Text.quote(element) + " in "
                        + Text.quote(String.join(".", setting.path().subList(0, depth))) + " (" + setting.flag() + ")",
                names.isEmpty() ? "allowed: " + indexes : Text.allowed(element, names) + ", or " + indexes);
    }

    private static String element(Setting setting, int depth) {
        return setting.path().get(depth);
    }
}
