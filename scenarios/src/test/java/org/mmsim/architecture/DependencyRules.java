package org.mmsim.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;

/** Which package may know which. */
final class DependencyRules {

    private final String root;

    private DependencyRules(String root) {
        this.root = root;
    }

    /** The rules for what is below the package {@code root}. */
    static List<ArchRule> under(String root) {
        return new DependencyRules(root).all();
    }

    private List<ArchRule> all() {
        return List.of(
                neverFrom("protocol", "it is what the others share", "engine", "storage", "actors", "scenarios"),
                neverFrom("engine", "it takes an interface of its own instead", "storage", "actors", "scenarios"),
                neverFrom("storage", "it keeps events without knowing what they mean", "engine", "actors", "scenarios"),
                neverFrom("actors", "scenarios wires them to the journal", "storage", "scenarios"),
                engineNeedsNoLibrary(),
                onlyIn("storage.rocks", "org.rocksdb.."),
                onlyIn("storage", "com.github.luben.."),
                onlyIn("actors", "org.apache.pekko.."),
                onlyIn("actors", "scala.."),
                onlyIn("scenarios.cli", "picocli.."),
                onlyIn("scenarios.yaml", "org.snakeyaml.."),
                onlyIn("scenarios.schema", "com.networknt.."));
    }

    private ArchRule neverFrom(String module, String why, String... modules) {
        return noClasses()
                .that()
                .resideInAPackage(below(module))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Arrays.stream(modules).map(this::below).toArray(String[]::new))
                .because("dependencies of " + module + " point one way; " + why);
    }

    private ArchRule engineNeedsNoLibrary() {
        return classes()
                .that()
                .resideInAPackage(below("engine"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        below("engine"), below("protocol"), "java..", "com.google.protobuf..", "org.jspecify..")
                .because("the machine is plain Java; use the JDK, or write the few lines");
    }

    private ArchRule onlyIn(String home, String library) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(below(home))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .because("one package knows it; use " + root + "." + home);
    }

    private String below(String module) {
        return root + "." + module + "..";
    }
}
