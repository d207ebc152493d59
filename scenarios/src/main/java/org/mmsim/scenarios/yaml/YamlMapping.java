package org.mmsim.scenarios.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A mapping from texts to nodes, in the order of the document. */
public final class YamlMapping implements YamlNode {

    private final LinkedHashMap<String, Entry> entries;
    private final Position position;

    /** A key, as written, and its value. */
    public record Entry(YamlScalar key, YamlNode value) {}

    /** The keys of the entries must differ. */
    public YamlMapping(Collection<Entry> entries, Position position) {
        this.entries = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (this.entries.put(entry.key().text(), entry) != null) {
                throw new IllegalArgumentException("key given twice: " + entry.key());
            }
        }
        this.position = position;
    }

    @Override
    public Position position() {
        return position;
    }

    public Collection<Entry> entries() {
        return entries.values();
    }

    public List<String> keys() {
        return List.copyOf(entries.keySet());
    }

    public boolean has(String key) {
        return entries.containsKey(key);
    }

    /** The value of a key, or null. */
    public @Nullable YamlNode get(String key) {
        Entry entry = entries.get(key);
        return entry == null ? null : entry.value();
    }

    /** The entry of a key, or null. */
    public @Nullable Entry entry(String key) {
        return entries.get(key);
    }

    /** The entry of a key that is known to be there. */
    public Entry existing(String key) {
        return Objects.requireNonNull(entries.get(key));
    }

    /** The same mapping with this value for the key; a new key goes to the end. */
    public YamlMapping with(YamlScalar key, YamlNode value) {
        Map<String, Entry> changed = new LinkedHashMap<>(entries);
        changed.put(key.text(), new Entry(key, value));
        return new YamlMapping(changed.values(), position);
    }

    /** The same mapping without a key. */
    public YamlMapping without(String key) {
        List<Entry> kept = new ArrayList<>(entries.values());
        kept.removeIf(entry -> entry.key().text().equals(key));
        return new YamlMapping(kept, position);
    }

    @Override
    public String kind() {
        return "a mapping";
    }
}
