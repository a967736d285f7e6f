package dev.odograph.integration;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.odograph.batch.RowHasher;
import dev.odograph.step.StageOutput;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which part may know which. The arrows are those of the design. */
class ArchitectureTest {
    private static final String[] WORKFLOWS = packages("graph", "spec", "plan", "contract", "workflow", "error");
    private static final String[] SCHEMA = packages("schema");
    private static final String[] NATIVE_BRIDGE = packages("kernel");
    private static final String[] ACTIVITIES = packages(
            "step",
            "host",
            "activity",
            "artifact",
            "batch",
            "store",
            "dataset",
            "housekeeping",
            "compare",
            "shrink",
            "export",
            "review",
            "event",
            "access",
            "telemetry",
            "alert");
    private static final String[] EMBEDDED = packages("embedded");
    private static final String[] EXAMPLES = packages("examples");
    private static final String[] CLIENT = packages("client");
    private static final String[] TEST_KIT = packages("test");
    private static final String[] WORKER_APP =
            packages("worker", "cli", "api", "query", "web", "regression", "alerting");

    /** Packages by module, with those that the module may know beside itself. */
    private static final Map<String, Arrow> ARROWS = new TreeMap<>(Map.of(
            "workflows", new Arrow(WORKFLOWS, WORKFLOWS),
            "schema", new Arrow(SCHEMA, SCHEMA, packages("spec", "error")),
            "native-bridge", new Arrow(NATIVE_BRIDGE, NATIVE_BRIDGE),
            "activities", new Arrow(ACTIVITIES, ACTIVITIES, WORKFLOWS, SCHEMA, NATIVE_BRIDGE),
            "embedded", new Arrow(EMBEDDED, EMBEDDED),
            "clients/java", new Arrow(CLIENT, CLIENT),
            "examples", new Arrow(EXAMPLES, EXAMPLES, WORKFLOWS, NATIVE_BRIDGE),
            "test-kit", new Arrow(TEST_KIT, TEST_KIT, ACTIVITIES, WORKFLOWS),
            "worker-app", new Arrow(WORKER_APP, WORKER_APP, ACTIVITIES, WORKFLOWS, SCHEMA, EMBEDDED)));

    private static final String GENERATED = "dev.odograph.schema.postgres.generated..";

    private static JavaClasses all;

    private record Arrow(String[] module, String[]... known) {
        String[] allowed() {
            return Stream.concat(Arrays.stream(known).flatMap(Arrays::stream), Stream.of("java..", "javax.."))
                    .toArray(String[]::new);
        }
    }

    @BeforeAll
    static void readTheClasses() {
        all = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("-tests.jar"))
                .withImportOption(location -> !location.contains("/odograph/integration/"))
                .importPackages("dev.odograph");
    }

    static Stream<String> modules() {
        return ARROWS.keySet().stream();
    }

    @Test
    void everyPackageBelongsToAModule() {
        String[] known = ARROWS.values().stream()
                .flatMap(arrow -> Arrays.stream(arrow.module()))
                .toArray(String[]::new);

        classes().should().resideInAnyPackage(known).check(all);
        assertThat(all.size()).isGreaterThan(300);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleKnowsOnlyWhatItsArrowsPointTo(String module) {
        Arrow arrow = ARROWS.get(module);

        noClasses()
                .that()
                .resideInAnyPackage(arrow.module())
                .should()
                .dependOnClassesThat(resideInAPackage("dev.odograph..").and(resideOutsideOfPackages(arrow.allowed())))
                .check(all);
    }

    @Test
    void oneClassKnowsKafkaSoThatNothingOfItIsLoadedWhereThereIsNoFeed() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.odograph.event.KafkaSink")
                .should()
                .dependOnClassesThat(resideInAPackage("org.apache.kafka.."))
                .check(all);
    }

    @Test
    void workflowsAreDeterministic() {
        classes()
                .that()
                .resideInAPackage("dev.odograph.workflow")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.util",
                        "java.util.function",
                        "java.util.stream",
                        "java.time",
                        "io.temporal..",
                        "org.jspecify..",
                        "dev.odograph.contract",
                        "dev.odograph.error",
                        "dev.odograph.plan",
                        "dev.odograph.spec",
                        "dev.odograph.workflow")
                .check(all);
        noClasses()
                .that()
                .resideInAPackage("dev.odograph.workflow")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, Instant.class, Thread.class, Random.class, UUID.class, ProcessHandle.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(Math.class, "random")
                .check(all);
    }

    @Test
    void stepsAndTheirHostsSeeNoStoreAndNoServer() {
        noClasses()
                .that()
                .resideInAnyPackage(packages("step", "host", "kernel"))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "dev.odograph.store..",
                                "dev.odograph.batch..",
                                "dev.odograph.dataset..",
                                "dev.odograph.activity..",
                                "dev.odograph.schema..",
                                "dev.odograph.embedded..",
                                "org.postgresql..",
                                "org.jooq..",
                                "com.clickhouse..",
                                "java.net.http..",
                                "io.temporal..")
                        // A step digests its own rows: arithmetic, no store.
                        .and(not(belongToAnyOf(RowHasher.class))))
                .check(all);
    }

    /** Services that use it bring their own of everything else. */
    @Test
    void theClientNeedsTheJdkAndJacksonOnly() {
        classes()
                .that()
                .resideInAnyPackage(CLIENT)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "com.fasterxml.jackson..", "org.jspecify..", "dev.odograph.client")
                .check(all);
    }

    @Test
    void comparisonsArePureStatistics() {
        classes()
                .that()
                .resideInAPackage("dev.odograph.compare")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.math",
                        "java.util..",
                        "com.fasterxml.jackson.annotation",
                        "org.apache.commons.statistics..",
                        "org.jspecify..",
                        "dev.odograph.compare",
                        "dev.odograph.error",
                        "dev.odograph.spec")
                .check(all);
    }

    @Test
    void onlyTheWorkerKnowsTheContainer() {
        noClasses()
                .that()
                .resideOutsideOfPackages(WORKER_APP)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..", "jakarta..", "io.smallrye..", "org.eclipse.microprofile..", "io.agroal..")
                .check(all);
    }

    @Test
    void packagesDoNotKnowEachOtherInCircles() {
        slices().matching("dev.odograph.(**)")
                .should()
                .beFreeOfCycles()
                // Tables and their records know each other, as jOOQ generates them.
                .ignoreDependency(resideInAPackage(GENERATED), resideInAPackage(GENERATED))
                // The artifact store keeps what a stage puts out, a record of the step's contract.
                .ignoreDependency(resideInAPackage("dev.odograph.artifact"), belongToAnyOf(StageOutput.class))
                // ClickHouse mirrors through an interface of batch, and batch writes through ClickHouse.
                .ignoreDependency(
                        resideInAPackage("dev.odograph.store.clickhouse"), resideInAPackage("dev.odograph.batch"))
                .check(all);
    }

    private static String[] packages(String... names) {
        return Arrays.stream(names).map(name -> "dev.odograph." + name + "..").toArray(String[]::new);
    }
}
