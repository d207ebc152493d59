package org.mmsim.scenarios.yaml;

import java.util.List;

/** A list. */
public record YamlSequence(List<YamlNode> items, Position position) implements YamlNode {

    public YamlSequence {
        items = List.copyOf(items);
    }

    @Override
    public String kind() {
        return "a list";
    }
}
