package org.mmsim.scenarios.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.DialectId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmsim.engine.profile.Arch;
import org.mmsim.engine.profile.CostId;
import org.mmsim.engine.profile.Jitter;
import org.mmsim.engine.profile.Provenance;
import org.mmsim.scenarios.yaml.Library;
import org.mmsim.scenarios.yaml.YamlReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DocumentSchemaTest {

    private static final JsonNode SCENARIO = parse(DocumentSchema.scenarioText());
    private static final JsonNode PROFILE = parse(DocumentSchema.profileText());
    private static final JsonNode EXPERIMENT = parse(DocumentSchema.experimentText());

    static Stream<JsonNode> schemas() {
        return Stream.of(SCENARIO, PROFILE, EXPERIMENT);
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void theSchemaIsOne(JsonNode schema) {
        Schema metaSchema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of(DialectId.DRAFT_2020_12));

        assertThat(metaSchema.validate(schema)).isEmpty();
        assertThat(metaSchema.validate(parse("{\"type\": \"no such type\"}"))).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void everyKeyHasADescriptionForEditors(JsonNode schema) {
        List<String> undescribed = new ArrayList<>();
        undescribedKeys(schema, schema, "", undescribed);

        assertThat(undescribed).isEmpty();
    }

    private static void undescribedKeys(JsonNode root, JsonNode node, String path, List<String> found) {
        for (String key : node.propertyNames()) {
            JsonNode child = node.get(key);
            if (key.equals("properties")) {
                for (String property : child.propertyNames()) {
                    if (!isDescribed(root, child.get(property))) {
                        found.add(path + "/" + property);
                    }
                }
            }
            undescribedKeys(root, child, path + "/" + key, found);
        }
    }

    private static boolean isDescribed(JsonNode root, JsonNode property) {
        if (property.has("description")) {
            return true;
        }
        String ref = property.has("$ref") ? property.get("$ref").asString() : "";
        return ref.startsWith("#/$defs/")
                && root.get("$defs").get(ref.substring("#/$defs/".length())).has("description");
    }

    @Test
    void everyDocumentOfTheLibraryIsValidAsItStandsInItsFile() {
        Library.SCENARIOS.names().forEach(name -> DocumentSchema.scenario().check(read(Library.SCENARIOS, name)));
        Library.PROFILES.names().forEach(name -> DocumentSchema.profile().check(read(Library.PROFILES, name)));
        Library.EXPERIMENTS.names().forEach(name -> DocumentSchema.experiment().check(read(Library.EXPERIMENTS, name)));
    }

    @Test
    void everyHandWrittenDocumentOfTheLibraryTellsEditorsItsSchema() {
        Library.SCENARIOS.names().stream()
                .filter(name -> !Library.SCENARIOS.text(name).startsWith("# Made by: mmsim import"))
                .forEach(name -> assertThat(Library.SCENARIOS.text(name))
                        .startsWith("# yaml-language-server: $schema=../schemas/scenario.schema.json\n"));
        Library.PROFILES
                .names()
                .forEach(name -> assertThat(Library.PROFILES.text(name))
                        .startsWith("# yaml-language-server: $schema=../schemas/profile.schema.json\n"));
        Library.EXPERIMENTS
                .names()
                .forEach(name -> assertThat(Library.EXPERIMENTS.text(name))
                        .startsWith("# yaml-language-server: $schema=../schemas/experiment.schema.json\n"));
    }

    private static org.mmsim.scenarios.yaml.YamlNode read(Library library, String name) {
        return YamlReader.read(library.text(name), library.source(name));
    }

    @Test
    void theSchemasKnowTheEnginesCosts() {
        List<String> labels = Arrays.stream(CostId.values()).map(CostId::label).toList();
        JsonNode costs = PROFILE.get("properties").get("costs");
        List<String> jitter = new ArrayList<>(List.of("all"));
        jitter.addAll(labels);

        assertThat(costs.get("properties").propertyNames()).containsExactlyElementsOf(labels);
        assertThat(strings(PROFILE.at("/else/properties/costs/required"))).containsExactlyElementsOf(labels);
        assertThat(SCENARIO.get("properties").get("jitter").get("properties").propertyNames())
                .containsExactlyElementsOf(jitter);
    }

    @Test
    void theSchemasKnowTheEnginesNames() {
        JsonNode defs = PROFILE.get("$defs");

        assertThat(strings(PROFILE.get("properties").get("arch").get("enum")))
                .containsExactlyElementsOf(
                        Arrays.stream(Arch.values()).map(Arch::label).toList());
        assertThat(strings(defs.get("provenance").get("enum"))).containsExactlyElementsOf(names(Provenance.values()));
        assertThat(strings(defs.get("jitter").get("properties").get("kind").get("enum")))
                .containsExactlyElementsOf(names(Jitter.Kind.values()));
    }

    private static List<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(java.util.Locale.ROOT))
                .toList();
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(item -> strings.add(item.asString()));
        return strings;
    }

    private static JsonNode parse(String text) {
        return JsonMapper.builder().build().readTree(text);
    }
}
