package org.mmsim.scenarios.format;

import java.util.List;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.Position;
import org.mmsim.scenarios.yaml.Text;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlReader;
import org.mmsim.scenarios.yaml.YamlScalar;
import org.mmsim.scenarios.yaml.YamlSequence;

/**
 * A value set from outside, such as {@code kernel.lockless_walk=always}.
 *
 * @param flag what the user wrote, for messages
 * @param path keys, list indexes and names of list items, from the document's root
 */
public record Setting(String flag, List<String> path, YamlNode value) {

    /**
     * What an argument of {@code --set} sets.
     *
     * @throws InputException if it is not KEY=VALUE or the value is not YAML
     */
    public static Setting parse(String argument) {
        String flag = "--set " + Text.oneLine(argument);
        int equals = argument.indexOf('=');
        List<String> path =
                equals < 0 ? List.of() : List.of(argument.substring(0, equals).split("\\.", -1));
        if (path.isEmpty() || path.contains("")) {
            throw new InputException("not KEY=VALUE (" + flag + ")", "allowed: --set kernel.lockless_walk=always");
        }
        String text = argument.substring(equals + 1);
        Position position = Position.of(flag);
        YamlNode value = text.isBlank() ? YamlScalar.plain("", position) : YamlReader.read(text, flag);
        return new Setting(flag, path, at(position, value));
    }

    /**
     * What an entry of a mapping of another document sets: the key is the path.
     *
     * @throws InputException if the key is not a path
     */
    public static Setting of(YamlMapping.Entry entry) {
        YamlScalar key = entry.key();
        List<String> path = List.of(key.text().split("\\.", -1));
        if (path.contains("")) {
            throw key.error("not a dotted path: " + Text.quote(key.text()), "allowed: kernel.lockless_walk: always");
        }
        return new Setting(key.position().toString(), path, entry.value());
    }

    /** The seed, set. */
    public static Setting seed(long seed) {
        String flag = "--seed " + seed;
        return new Setting(flag, List.of("seed"), YamlScalar.plain(Long.toString(seed), Position.of(flag)));
    }

    Position position() {
        return Position.of(flag);
    }

    private static YamlNode at(Position position, YamlNode node) {
        if (node instanceof YamlMapping mapping) {
            return new YamlMapping(
                    mapping.entries().stream()
                            .map(entry -> new YamlMapping.Entry(
                                    (YamlScalar) at(position, entry.key()), at(position, entry.value())))
                            .toList(),
                    position);
        }
        if (node instanceof YamlSequence sequence) {
            return new YamlSequence(
                    sequence.items().stream().map(item -> at(position, item)).toList(), position);
        }
        YamlScalar scalar = (YamlScalar) node;
        return new YamlScalar(scalar.text(), scalar.plain(), position);
    }
}
