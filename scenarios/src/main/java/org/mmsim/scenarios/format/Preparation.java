package org.mmsim.scenarios.format;

import java.util.ArrayList;
import java.util.List;
import org.mmsim.engine.profile.CostId;
import org.mmsim.scenarios.profile.ProfileLoader;
import org.mmsim.scenarios.yaml.Document;
import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.Position;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlScalar;
import org.mmsim.scenarios.yaml.YamlSequence;

/**
 * Takes a document to the tree that the schema checks, and from there to the canonical one. What has the
 * wrong kind before the schema has seen it is left as it is: the schema says so with its place.
 */
final class Preparation {

    private static final YamlMapping EMPTY = new YamlMapping(List.of(), Position.of(""));

    private final Document document;
    private final KernelPolicies policies;
    private Parameters parameters = new Parameters(EMPTY);

    Preparation(Document document, PolicyNames policies) {
        this.document = document;
        this.policies = new KernelPolicies(policies);
    }

    /** The document with settings, parameters and defaults in their places and the machine's profile written out. */
    YamlNode prepare(List<Setting> settings) {
        YamlNode root = document.root();
        Settings applied = new Settings(this::profile);
        for (Setting setting : settings) {
            root = applied.apply(root, setting);
        }
        if (!(root instanceof YamlMapping mapping)) {
            return root;
        }
        YamlNode values = mapping.get("parameters");
        parameters = new Parameters(values instanceof YamlMapping given ? given : EMPTY);
        YamlMapping scenario = (YamlMapping) parameters.substitute(mapping);
        scenario = withDefault(scenario, "seed", YamlScalar.plain("1", mapping.position()));
        scenario = withDefault(scenario, "granularity", YamlScalar.plain("batch", mapping.position()));
        scenario = withDefault(scenario, "kernel", new YamlMapping(List.of(), mapping.position()));
        scenario = withDefault(scenario, "thp", new YamlMapping(List.of(), mapping.position()));
        scenario = withDefault(scenario, "expect", new YamlSequence(List.of(), mapping.position()));
        if (scenario.get("kernel") instanceof YamlMapping kernel) {
            scenario = with(scenario, "kernel", policies.withDefaults(kernel));
        }
        if (scenario.get("thp") instanceof YamlMapping thp) {
            scenario = with(scenario, "thp", ThpSection.withDefaults(thp));
        }
        YamlNode machine = scenario.get("machine");
        if (machine != null) {
            scenario = with(scenario, "machine", profile(machine));
        }
        return scenario;
    }

    private YamlNode profile(YamlNode machine) {
        return machine instanceof YamlScalar name && name.isText()
                ? findProfile(name)
                : ProfileLoader.complete(machine, document.folder());
    }

    private YamlNode findProfile(YamlScalar name) {
        try {
            return ProfileLoader.find(name.text(), document.folder());
        } catch (org.mmsim.scenarios.InputException e) {
            throw new org.mmsim.scenarios.InputException(
                    "machine: " + e.getMessage() + ", named at " + name.position(), e.hint());
        }
    }

    /** The canonical form of a tree that has passed the schema. */
    YamlMapping canonical(YamlMapping scenario) {
        parameters.checkAllUsed();
        Fields fields = Fields.of(scenario);
        List<YamlMapping.Entry> entries = new ArrayList<>();
        for (String key : List.of("mmsim", "name", "description")) {
            entries.add(scenario.require(key));
        }
        entries.add(entry(scenario, "machine", withJitter(fields)));
        entries.add(scenario.require("seed"));
        entries.add(scenario.require("granularity"));
        entries.add(entry(
                scenario, "kernel", policies.checked(fields.fields("kernel").mapping(), fields.fields("machine"))));
        entries.add(
                entry(scenario, "thp", ThpSection.ordered(fields.fields("thp").mapping())));
        entries.add(entry(scenario, "processes", Copies.writeOut((YamlSequence) fields.node("processes"))));
        entries.add(entry(scenario, "expect", new Conditions(scenario).filter((YamlSequence) fields.node("expect"))));
        return new YamlMapping(entries, scenario.position());
    }

    private static YamlMapping withJitter(Fields scenario) {
        YamlMapping machine = scenario.fields("machine").mapping();
        if (!scenario.has("jitter")) {
            return machine;
        }
        Fields jitter = scenario.fields("jitter");
        YamlMapping costs = Fields.of(machine).fields("costs").mapping();
        for (CostId id : CostId.values()) {
            String key = jitter.has(id.label()) ? id.label() : "all";
            if (jitter.has(key)) {
                YamlMapping cost = Fields.of(costs).fields(id.label()).mapping();
                costs = with(costs, id.label(), with(cost, "jitter", jitter.node(key)));
            }
        }
        return with(machine, "costs", costs);
    }

    private static YamlMapping withDefault(YamlMapping mapping, String key, YamlNode value) {
        return mapping.has(key) ? mapping : with(mapping, key, value);
    }

    private static YamlMapping with(YamlMapping mapping, String key, YamlNode value) {
        YamlMapping.Entry entry = mapping.entry(key);
        return mapping.with(entry == null ? YamlScalar.plain(key, value.position()) : entry.key(), value);
    }

    private static YamlMapping.Entry entry(YamlMapping mapping, String key, YamlNode value) {
        return new YamlMapping.Entry(mapping.require(key).key(), value);
    }
}
