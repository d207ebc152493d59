package org.mmsim.scenarios.schema;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.mmsim.scenarios.InputException;
import org.mmsim.scenarios.yaml.Resources;
import org.mmsim.scenarios.yaml.YamlNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema of one kind of document. */
public final class DocumentSchema {

    private static final String FOLDER = "/mmsim/schemas/";
    private static final String BASE = "mmsim:" + FOLDER;
    private static final String PROFILE = "profile.schema.json";
    private static final String SCENARIO = "scenario.schema.json";
    private static final String EXPERIMENT = "experiment.schema.json";

    private final Schema schema;
    private final Map<String, JsonNode> schemas = new LinkedHashMap<>();

    private DocumentSchema(String name) {
        TreeMap<String, String> texts = new TreeMap<>();
        texts.put(BASE + PROFILE, text(PROFILE));
        texts.put(BASE + SCENARIO, text(SCENARIO));
        texts.put(BASE + EXPERIMENT, text(EXPERIMENT));
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(texts));
        this.schema = registry.getSchema(SchemaLocation.of(BASE + name));
        JsonMapper mapper = JsonMapper.builder().build();
        texts.forEach((location, text) -> schemas.put(location, mapper.readTree(text)));
    }

    public static DocumentSchema scenario() {
        return new DocumentSchema(SCENARIO);
    }

    public static DocumentSchema profile() {
        return new DocumentSchema(PROFILE);
    }

    public static DocumentSchema experiment() {
        return new DocumentSchema(EXPERIMENT);
    }

    /** The text of the scenario schema, for editors. */
    public static String scenarioText() {
        return text(SCENARIO);
    }

    /** The text of the profile schema, for editors. */
    public static String profileText() {
        return text(PROFILE);
    }

    /** The text of the experiment schema, for editors. */
    public static String experimentText() {
        return text(EXPERIMENT);
    }

    private static String text(String name) {
        return Resources.text(FOLDER + name);
    }

    /**
     * Checks a document.
     *
     * @throws InputException about the first thing that the schema does not allow
     */
    public void check(YamlNode document) {
        // A document of nothing but mistakes would cost a gigabyte of complaints: stop at the first.
        List<Error> errors = schema.validate(
                JsonTree.of(document),
                context ->
                        context.executionConfig(config -> config.failFast(true).locale(Locale.ROOT)));
        if (!errors.isEmpty()) {
            throw new SchemaComplaint(SchemaFinding.of(errors.get(0), document, schemas)).exception();
        }
    }
}
