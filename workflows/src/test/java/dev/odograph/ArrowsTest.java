package dev.odograph;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;

/** Which package may see what. */
@AnalyzeClasses(packages = "dev.odograph", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArrowsTest {
    private static final Set<String> CLOCKS = Set.of(
            "java.time.Instant",
            "java.time.LocalDate",
            "java.time.LocalTime",
            "java.time.LocalDateTime",
            "java.time.OffsetDateTime",
            "java.time.ZonedDateTime");
    private static final List<String> UNREPEATABLE = List.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.System.getenv",
            "java.util.UUID.randomUUID",
            "java.lang.Math.random");

    @ArchTest
    static final ArchRule workflowsTouchNothingOutside = noClasses()
            .that()
            .resideInAPackage("dev.odograph.workflow..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.sql..",
                    "javax.sql..",
                    "org.jooq..",
                    "com.clickhouse..",
                    "java.net..",
                    "java.io..",
                    "java.nio.file..",
                    "java.util.concurrent..")
            .because("a workflow is replayed: what is outside is reached by activities");

    @ArchTest
    static final ArchRule workflowsStartNoThreadsAndRollNoDice = noClasses()
            .that()
            .resideInAPackage("dev.odograph.workflow..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.Thread")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.util.Random.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.util.random.RandomGenerator.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.time.Clock.class)
            .because("a replay must take the same turns");

    @ArchTest
    static final ArchRule workflowsReadNoClock = noClasses()
            .that()
            .resideInAPackage("dev.odograph.workflow..")
            .should()
            .callMethodWhere(unrepeatable())
            .because("a replay must see the same time: use Workflow.currentTimeMillis and Workflow.randomUUID");

    @ArchTest
    static final ArchRule graphsAndPlansAreFreeOfTemporal = noClasses()
            .that()
            .resideInAnyPackage("dev.odograph.spec..", "dev.odograph.plan..", "dev.odograph.graph..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.temporal..")
            .because("authors and planners need no server");

    @ArchTest
    static final ArchRule specsKnowNeitherAuthorsNorPlans = noClasses()
            .that()
            .resideInAPackage("dev.odograph.spec..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.odograph.graph..", "dev.odograph.plan..", "dev.odograph.contract..", "dev.odograph.workflow..")
            .because("all of them are made of specs");

    private static DescribedPredicate<JavaCall<?>> unrepeatable() {
        return describe("what differs from call to call", call -> {
            String name = owner(call) + "." + call.getTarget().getName();
            return UNREPEATABLE.contains(name)
                    || (CLOCKS.contains(owner(call))
                            && call.getTarget().getName().equals("now"));
        });
    }

    private static String owner(JavaAccess<?> access) {
        return access.getTargetOwner().getFullName();
    }
}
