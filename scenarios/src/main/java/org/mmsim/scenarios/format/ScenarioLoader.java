package org.mmsim.scenarios.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.mmsim.engine.profile.MachineProfile;
import org.mmsim.engine.workload.Op;
import org.mmsim.engine.workload.Workload;
import org.mmsim.scenarios.profile.ProfileLoader;
import org.mmsim.scenarios.schema.DocumentSchema;
import org.mmsim.scenarios.yaml.Document;
import org.mmsim.scenarios.yaml.Fields;
import org.mmsim.scenarios.yaml.Library;
import org.mmsim.scenarios.yaml.YamlMapping;
import org.mmsim.scenarios.yaml.YamlNode;
import org.mmsim.scenarios.yaml.YamlReader;
import org.mmsim.scenarios.yaml.YamlWriter;

/** Loads scenarios. Every error in what the user wrote is an {@link org.mmsim.scenarios.InputException}. */
public final class ScenarioLoader {

    private final PolicyNames policies;
    private final DocumentSchema schema = DocumentSchema.scenario();

    /** @param policies what may stand under {@code kernel} */
    public ScenarioLoader(PolicyNames policies) {
        this.policies = policies;
    }

    /**
     * The scenario of the library with that name, else the one in that file.
     *
     * @param settings applied in this order
     * @param seed in place of the document's, if present
     */
    public Scenario load(String nameOrPath, List<Setting> settings, OptionalLong seed) {
        return load(Document.find(nameOrPath, Library.SCENARIOS, Path.of("")), settings, seed);
    }

    /**
     * The scenario in a text, such as the {@link Scenario#canonicalText} of an earlier one.
     *
     * @param source what messages call the text
     */
    public Scenario read(String text, String source) {
        Document document = new Document(YamlReader.read(text, source), Path.of(""));
        return load(document, List.of(), OptionalLong.empty());
    }

    /**
     * A scenario once more, with something changed.
     *
     * @param settings applied in this order; parameters are in their places by now and cannot be set
     */
    public Scenario change(Scenario scenario, List<Setting> settings) {
        YamlNode root = YamlReader.read(scenario.canonicalText(), scenario.name());
        return load(new Document(root, Path.of("")), settings, OptionalLong.empty());
    }

    /**
     * The scenario in a document.
     *
     * @param settings applied in this order
     * @param seed in place of the document's, if present
     */
    public Scenario load(Document document, List<Setting> settings, OptionalLong seed) {
        List<Setting> all = new ArrayList<>(settings);
        seed.ifPresent(value -> all.add(Setting.seed(value)));
        Preparation preparation = new Preparation(document, policies);
        YamlNode prepared = preparation.prepare(all);
        schema.check(prepared);
        YamlMapping canonical = preparation.canonical((YamlMapping) prepared);
        return build(Fields.of(canonical));
    }

    private Scenario build(Fields scenario) {
        MachineProfile machine = ProfileLoader.read(scenario.fields("machine").mapping());
        Map<String, String> kernel = new TreeMap<>();
        for (YamlMapping.Entry entry : scenario.fields("kernel").mapping().entries()) {
            kernel.put(
                    entry.key().text(),
                    scenario.fields("kernel").text(entry.key().text()));
        }
        List<Op.SetThp> controls = new ThpSection(machine).controls(scenario.fields("thp"));
        WorkloadCompiler compiler = new WorkloadCompiler(machine, controls);
        Workload workload = compiler.compile(scenario.items("processes"));
        ExpectationReader reader = new ExpectationReader(compiler.metrics());
        List<Expectation> expectations = scenario.items("expect").stream()
                .map(item -> reader.read(Fields.of(item)))
                .toList();
        return new Scenario(
                scenario.text("name"),
                scenario.text("description"),
                machine,
                scenario.integer("seed"),
                granularity(scenario.text("granularity")),
                kernel,
                workload,
                expectations,
                YamlWriter.write(scenario.mapping()));
    }

    private static Granularity granularity(String label) {
        return label.equals(Granularity.FINE.label()) ? Granularity.FINE : Granularity.BATCH;
    }
}
