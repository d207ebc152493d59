package org.mmsim.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmsim.architecture.samples.engine.Allowed;

class ArchitectureTest {

    private static final String PRODUCT = "org.mmsim";
    private static final String SAMPLES = "org.mmsim.architecture.samples";
    private static final JavaClasses PRODUCT_CLASSES =
            new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages(PRODUCT);
    private static final JavaClasses SAMPLE_CLASSES = new ClassFileImporter().importPackages(SAMPLES);
    private static final List<String> FINDINGS = violationsOfTheSamples();

    static Stream<ArchRule> rulesForTheProduct() {
        return rulesUnder(PRODUCT);
    }

    static Stream<ArchRule> rulesForTheSamples() {
        return rulesUnder(SAMPLES);
    }

    private static Stream<ArchRule> rulesUnder(String root) {
        return Stream.of(DependencyRules.under(root), DeterminismRules.under(root), EngineRules.under(root))
                .flatMap(List::stream);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rulesForTheProduct")
    void theProductKeeps(ArchRule rule) {
        rule.check(PRODUCT_CLASSES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rulesForTheSamples")
    void aSampleBreaks(ArchRule rule) {
        assertThat(rule.evaluate(SAMPLE_CLASSES).hasViolation())
                .as("violations of: %s", rule.getDescription())
                .isTrue();
    }

    /** Samples are the nested classes; each breaks one rule by itself. */
    static Stream<JavaClass> samples() {
        return SAMPLE_CLASSES.stream().filter(type -> type.isNestedClass() && !isAllowed(type));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void isCaught(JavaClass sample) {
        assertThat(FINDINGS).anyMatch(finding -> names(finding, sample));
    }

    @Test
    void whatTheRulesPointToIsAllowed() {
        List<JavaClass> allowed =
                SAMPLE_CLASSES.stream().filter(ArchitectureTest::isAllowed).toList();

        assertThat(allowed)
                .isNotEmpty()
                .allSatisfy(type -> assertThat(FINDINGS).noneMatch(finding -> names(finding, type)));
    }

    private static boolean isAllowed(JavaClass type) {
        return type.getName().matches(Pattern.quote(Allowed.class.getName()) + "(\\$.*)?");
    }

    private static List<String> violationsOfTheSamples() {
        return rulesForTheSamples()
                .flatMap(rule -> rule.evaluate(SAMPLE_CLASSES).getFailureReport().getDetails().stream())
                .toList();
    }

    private static boolean names(String finding, JavaClass type) {
        return Pattern.compile(Pattern.quote(type.getName()) + "(?![\\w$])")
                .matcher(finding)
                .find();
    }
}
