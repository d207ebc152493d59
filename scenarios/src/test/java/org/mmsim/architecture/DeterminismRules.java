package org.mmsim.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.mmsim.architecture.Predicates.calls;
import static org.mmsim.architecture.Predicates.named;
import static org.mmsim.architecture.Predicates.reaches;
import static org.mmsim.architecture.Predicates.takes;
import static org.mmsim.architecture.Predicates.takesNo;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.List;
import java.util.function.Supplier;

/** What would make two runs of one scenario differ: chance, clocks, surroundings and unordered collections. */
final class DeterminismRules {

    private static final String DRAWS =
            "chance is a pure function of seed, purpose, actor and draw number; " + "use the draws of the run";
    private static final String VIRTUAL_TIME = "time is virtual; use the nanoseconds of the run";
    private static final String ORDER = "iteration order reaches results; "
            + "use List, an array by index, EnumMap, EnumSet, TreeMap or LinkedHashMap";

    private final String root;

    private DeterminismRules(String root) {
        this.root = root;
    }

    /** The rules for what is below the package {@code root}. */
    static List<ArchRule> under(String root) {
        return new DeterminismRules(root).all();
    }

    private List<ArchRule> all() {
        return List.of(
                noRandomGenerators(),
                noRandomCalls(),
                noWallClockTypes(),
                noWallClockCalls(),
                noSurroundings(),
                noHashedCollections(),
                noUnorderedFactories(),
                noIdentityHashes(),
                noParallelStreams(),
                noPlatformMath(),
                noDefaultLocale());
    }

    private ArchRule noRandomGenerators() {
        return inSimulation()
                .should()
                .dependOnClassesThat(named("java\\.util\\.(Random|SplittableRandom|concurrent\\.ThreadLocalRandom)"
                        + "|java\\.util\\.random\\..*|java\\.security\\.SecureRandom"))
                .because(DRAWS);
    }

    private ArchRule noRandomCalls() {
        return inSimulation()
                .should()
                .callMethodWhere(calls("java\\.util\\.UUID", "randomUUID")
                        .or(calls("java\\.lang\\.(Strict)?Math", "random"))
                        .or(calls("java\\.util\\.Collections", "shuffle")))
                .because(DRAWS);
    }

    private ArchRule noWallClockTypes() {
        return inSimulation()
                .should()
                .dependOnClassesThat(named("java\\.time\\.(Clock|InstantSource)"
                        + "|java\\.util\\.(Date|Calendar|GregorianCalendar|TimeZone|Timer|TimerTask)"))
                .because(VIRTUAL_TIME);
    }

    private ArchRule noWallClockCalls() {
        return inSimulation()
                .should()
                .callMethodWhere(calls("java\\.lang\\.System", "nanoTime|currentTimeMillis")
                        .or(calls("java\\.time\\..*", "now")))
                .because(VIRTUAL_TIME);
    }

    private ArchRule noSurroundings() {
        return inSimulation()
                .should()
                .callMethodWhere(calls("java\\.lang\\.System", "getenv|getProperty|getProperties|lineSeparator")
                        .or(calls("java\\.lang\\.(Integer|Long|Boolean)", "getInteger|getLong|getBoolean"))
                        .or(calls("java\\.lang\\.Runtime", ".*")))
                .because("a run depends on nothing but its identity; pass the value in");
    }

    private ArchRule noHashedCollections() {
        return inSimulation()
                .should()
                .dependOnClassesThat(
                        named("java\\.util\\.(HashMap|HashSet|IdentityHashMap|WeakHashMap|Hashtable|Properties)"
                                + "|java\\.util\\.concurrent\\.ConcurrentHashMap(\\$.*)?"))
                .because(ORDER);
    }

    private ArchRule noUnorderedFactories() {
        return inSimulation()
                .should()
                .callMethodWhere(calls("java\\.util\\.(Set|Map)", "of|ofEntries|copyOf")
                        .or(calls(
                                        "java\\.util\\.stream\\.Collectors",
                                        "toSet|toMap|groupingBy|toUnmodifiableSet|toUnmodifiableMap|toConcurrentMap"
                                                + "|groupingByConcurrent")
                                .and(takesNo(Supplier.class))))
                .because(ORDER);
    }

    private ArchRule noIdentityHashes() {
        return inSimulation()
                .should()
                .callMethodWhere(calls("java\\.lang\\.System", "identityHashCode")
                        .or(reaches("java\\.lang\\.(Object|Enum)", "hashCode")))
                .because("identity hashes differ from run to run; use the number of the thing, or ordinal()");
    }

    private ArchRule noParallelStreams() {
        return inSimulation()
                .should()
                .callMethodWhere(
                        calls("java\\.util\\..*", "parallelStream|parallel|parallelSort|parallelPrefix|parallelSetAll"))
                .because("threads would decide the order; use a sequential stream or a loop");
    }

    private ArchRule noPlatformMath() {
        return inSimulation()
                .should()
                .callMethodWhere(calls(
                        "java\\.lang\\.Math",
                        "a?sin|a?cos|a?tan|atan2|sinh|cosh|tanh|exp|expm1|log|log10|log1p|pow|cbrt|hypot"))
                .because("JVMs may round them differently; use StrictMath");
    }

    private ArchRule noDefaultLocale() {
        return noClasses()
                .that(resideInAPackage(root + ".."))
                .should()
                .callMethodWhere(calls("java\\.lang\\.String", "formatted")
                        .or(calls("java\\.lang\\.String", "toLowerCase|toUpperCase")
                                .and(takes()))
                        .or(calls("java\\.lang\\.String|java\\.io\\.Print(Stream|Writer)", "format|printf")
                                .and(takes(String.class, Object[].class))))
                .because("the user's locale would show; use String.format(Locale.ROOT, …), toLowerCase(Locale.ROOT)");
    }

    private GivenClassesConjunction inSimulation() {
        return noClasses().that().resideInAnyPackage(root + ".engine..", root + ".actors..");
    }
}
