package org.mmsim.architecture;

import static com.tngtech.archunit.core.domain.JavaModifier.PRIVATE;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.core.domain.JavaModifier.VOLATILE;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.mmsim.architecture.Predicates.named;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** What the simulated machine is made of: plain objects of one simulation, one thread, whole numbers. */
final class EngineRules {

    /** Classes that may hold and pass floating point, each with its reason beside it. */
    private static final List<String> FLOATING_POINT = List.of();

    private static final String ONE_THREAD = "one thread calls the engine; use plain fields and methods";
    private static final String MANY_SIMULATIONS = "several simulations live in one JVM; "
            + "use a field of the simulation, or an immutable constant such as List.of";
    private static final String WHOLE_NUMBERS =
            "rounding must not decide; use long nanoseconds and ratios of integers, "
                    + "or name the class and the reason in EngineRules.FLOATING_POINT";

    private final String root;

    private EngineRules(String root) {
        this.root = root;
    }

    /** The rules for what is below the package {@code root}. */
    static List<ArchRule> under(String root) {
        return new EngineRules(root).all();
    }

    private List<ArchRule> all() {
        return List.of(
                noThreads(),
                noSynchronizedMethods(),
                noVolatileFields(),
                noFiles(),
                staticFieldsAreFinal(),
                staticFieldsAreImmutable(),
                noFloatingPointFields(),
                noFloatingPointSignatures());
    }

    private ArchRule noThreads() {
        return noClasses()
                .that()
                .resideInAPackage(engine())
                .should()
                .dependOnClassesThat(named("java\\.lang\\.(Thread|ThreadGroup|ThreadLocal|InheritableThreadLocal)"
                        + "|java\\.util\\.concurrent\\..*|java\\.lang\\.ref\\..*"))
                .because(ONE_THREAD);
    }

    private ArchRule noSynchronizedMethods() {
        return noCodeUnits()
                .that(areIn(engine()))
                .should()
                .haveModifier(SYNCHRONIZED)
                .because(ONE_THREAD);
    }

    private ArchRule noVolatileFields() {
        return noFields().that(areIn(engine())).should().haveModifier(VOLATILE).because(ONE_THREAD);
    }

    private ArchRule noFiles() {
        return noClasses()
                .that()
                .resideInAPackage(engine())
                .should()
                .dependOnClassesThat(named("java\\.io\\.(File|Console|.*Reader|.*Writer|.*Stream)"
                        + "|java\\.nio\\.(file|channels)\\..*|java\\.net\\..*"))
                .because("the engine reads and writes nothing; return facts and let the caller write them");
    }

    private ArchRule staticFieldsAreFinal() {
        return fields().that(areIn(simulation()))
                .and()
                .areStatic()
                .should()
                .beFinal()
                .because(MANY_SIMULATIONS);
    }

    private ArchRule staticFieldsAreImmutable() {
        return noFields()
                .that(areIn(simulation()))
                .should(ArchCondition.from(areStaticButMutable()))
                .because(MANY_SIMULATIONS);
    }

    private ArchRule noFloatingPointFields() {
        return noFields()
                .that(areIn(engine()))
                .and(DescribedPredicate.not(haveLeave()))
                .should()
                .haveRawType(floatingPoint())
                .because(WHOLE_NUMBERS);
    }

    private ArchRule noFloatingPointSignatures() {
        return noCodeUnits()
                .that(areIn(engine()))
                .and(DescribedPredicate.not(haveLeave()))
                .should(ArchCondition.from(DescribedPredicate.describe(
                        "take or return floating point",
                        unit -> floatingPoint().test(unit.getRawReturnType())
                                || unit.getRawParameterTypes().stream().anyMatch(floatingPoint()))))
                .because(WHOLE_NUMBERS);
    }

    private String engine() {
        return root + ".engine..";
    }

    private String[] simulation() {
        return new String[] {engine(), root + ".actors.."};
    }

    private static DescribedPredicate<JavaMember> areIn(String... packages) {
        return DescribedPredicate.describe(
                "are in " + String.join(", ", packages),
                member -> JavaClass.Predicates.resideInAnyPackage(packages).test(member.getOwner()));
    }

    private static DescribedPredicate<JavaMember> haveLeave() {
        return DescribedPredicate.describe(
                "have leave",
                member -> FLOATING_POINT.contains(member.getOwner().getName()));
    }

    private static DescribedPredicate<JavaClass> floatingPoint() {
        return named("float|double|java\\.lang\\.(Float|Double)|\\[+[FD]");
    }

    /** Private arrays pass: tables such as the values of an enum are arrays for speed and do not leave their class. */
    private static DescribedPredicate<JavaField> areStaticButMutable() {
        DescribedPredicate<JavaClass> mutable =
                named("java\\.lang\\.StringBuilder|java\\.util\\.concurrent\\.atomic\\..*"
                        + "|java\\.util\\.(BitSet|ArrayDeque|PriorityQueue|ArrayList|LinkedList|EnumMap|EnumSet|TreeMap|TreeSet"
                        + "|LinkedHashMap|LinkedHashSet|HashMap|HashSet)");
        return DescribedPredicate.describe(
                "are static and of a mutable type",
                field -> field.getModifiers().contains(STATIC)
                        && !field.getModifiers().contains(SYNTHETIC)
                        && (mutable.test(field.getRawType()) || isSharedArray(field)));
    }

    private static boolean isSharedArray(JavaField field) {
        return field.getRawType().isArray() && !field.getModifiers().contains(PRIVATE);
    }
}
