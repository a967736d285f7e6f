package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.error.OdographException;
import dev.odograph.host.HostSandbox;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.host.bundle.BundleArchive;
import dev.odograph.host.bundle.BundleShelf;
import dev.odograph.housekeeping.BundleRetention;
import dev.odograph.kernel.HostileKernels;
import dev.odograph.spec.GraphSpec;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import dev.odograph.store.lineage.BundleRegistry;
import dev.odograph.store.lineage.NewRun;
import dev.odograph.store.lineage.PublicationRow;
import dev.odograph.store.lineage.Publications;
import dev.odograph.store.lineage.PushedBundle;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code of several branches runs at once, each by its own digest, and none but merged code touches shared tables. */
final class BranchesIT {
    private static final String DATASET = "branches";
    private static final String METRIC = "exposure";

    private static final Lab LAB = Lab.open();
    private static final BundleRegistry REGISTRY = new BundleRegistry(LAB.stores.postgres());

    @TempDir
    private Path directory;

    @BeforeAll
    static void recordings() {
        LAB.simulated(DATASET, 2, 8061);
    }

    @Test
    void twoBranchesRunAtOnceWithDifferentCodeAndGiveDifferentNumbers() throws Exception {
        Bundle slow = LAB.bundles.withSql("exposure.sql", sql -> scaled(sql, "2"));
        Bundle fast = LAB.bundles.withSql("exposure.sql", sql -> scaled(sql, "3"));
        push(slow, "slow");
        push(fast, "feature/fast");
        // A worker on another machine has neither: it fetches them, and starts hosts for them without a restart.
        new BundleShelf(LAB.directory.bundleStore()).drop(slow.digest());
        new BundleShelf(LAB.directory.bundleStore()).drop(fast.digest());
        LAB.runs.succeed("branches-merged", LAB.input(DATASET));

        LAB.runs.start("branches-slow", input("slow"));
        LAB.runs.start("branches-fast", input("feature/fast"));
        LAB.runs.succeeded("branches-slow");
        LAB.runs.succeeded("branches-fast");

        double merged = mean("branches-merged");
        assertThat(mean("branches-slow") / merged).isBetween(1.99, 2.01);
        assertThat(mean("branches-fast") / merged).isBetween(2.99, 3.01);
        assertThat(plan("branches-slow").bundleDigest()).isEqualTo(slow.digest());
        assertThat(plan("branches-fast").bundleDigest()).isEqualTo(fast.digest());
    }

    @Test
    void branchCodeLeavesSharedTablesAndTheirReadersAlone() throws Exception {
        LAB.runs.succeed("branches-before", LAB.input(DATASET));
        List<String> columns = columns("default__exposure_v1");
        long rows = count("default__exposure_v1");
        Bundle other = LAB.bundles.withSql("exposure.sql", sql -> scaled(sql, "4"));
        push(other, "scratch");

        LAB.runs.succeed("branches-scratch", input("scratch"));

        assertThat(plan("branches-scratch").branch()).isEqualTo("scratch");
        assertThat(table("branches-scratch")).startsWith("scratch_").endsWith("_exposure");
        assertThat(columns("default__exposure_v1")).isEqualTo(columns);
        assertThat(count("default__exposure_v1")).isEqualTo(rows);
        Publications publications = new Publications(LAB.stores.postgres());
        assertThat(publications.find("default", METRIC, DATASET, "latest").map(PublicationRow::runId))
                .isNotEqualTo(java.util.Optional.of("branches-scratch"));
        assertThat(publications
                        .find("default", METRIC, DATASET, "branch/scratch")
                        .map(PublicationRow::runId))
                .contains("branches-scratch");
    }

    @Test
    void aBranchThatIsMergedStoresItsResultsAgainWithoutComputingThem() throws Exception {
        Bundle code = LAB.bundles.withSql("exposure.sql", sql -> scaled(sql, "5"));
        push(code, "promoted");
        LAB.runs.succeed("branches-promoted", input("promoted"));
        REGISTRY.push(pushed(code), archive(code), "main", true);

        LAB.runs.succeed("branches-main", input("main"));

        assertThat(plan("branches-main").branch()).isNull();
        assertThat(table("branches-main")).isEqualTo("default__exposure_v1");
        assertThat(mean("branches-main")).isEqualTo(mean("branches-promoted"));
    }

    @Test
    void productionTakesNoBranchCodeAndAnUnknownBranchNamesThoseThatAreNear() throws Exception {
        push(LAB.bundles.withSql("exposure.sql", sql -> scaled(sql, "6")), "tighter-limit");

        LAB.runs.start(
                "branches-production",
                new RunInput(Lab.GRAPH, null, "tighter-limit", DATASET, Map.of(), Purpose.PRODUCTION, null, 1L));
        ApplicationFailure refused = LAB.runs.failed("branches-production");
        LAB.runs.start("branches-unknown", input("tigther-limit"));
        ApplicationFailure unknown = LAB.runs.failed("branches-unknown");

        assertThat(refused.getType()).isEqualTo("BRANCH_PROTECTED");
        assertThat(refused.getOriginalMessage()).contains("\"tighter-limit\"", "merge it", "adhoc");
        assertThat(unknown.getType()).isEqualTo("BRANCH_NOT_FOUND");
        assertThat(unknown.getOriginalMessage()).contains("\"tigther-limit\"", "did you mean tighter-limit");
    }

    @Test
    void productionTakesNoGraphThatNobodyAnswersFor() throws Exception {
        String ownerless = """
                import dev.odograph.graph.*;

                public final class Ownerless implements GraphDefinition {
                    public record Row(@Key String segmentId, @Key int position, @Key @Unit("ms") long tMs) {}

                    @Override
                    public void define(Graph g) {
                        g.metric("moments_seen", "1.0", g.source("samples", Row.class));
                    }
                }
                """;
        Bundle bundle = LAB.bundles.author("Ownerless", ownerless, List.of());
        LAB.runs.start(
                "branches-ownerless",
                new RunInput("ownerless", null, bundle.digest(), DATASET, Map.of(), Purpose.PRODUCTION, null, 1L));
        ApplicationFailure refused = LAB.runs.failed("branches-ownerless");

        assertThat(refused.getType()).isEqualTo("OWNER_MISSING");
        assertThat(refused.getOriginalMessage())
                .startsWith("Graph ownerless has no owner")
                .contains("g.owner(\"TEAM\")", "owner: TEAM", "purpose adhoc");
        LAB.runs.succeed(
                "branches-ownerless-adhoc",
                new RunInput("ownerless", null, bundle.digest(), DATASET, Map.of(), Purpose.ADHOC, null, 1L));
    }

    @Test
    void retentionSparesBundlesOfBranchesAndRunsAndARunOfADeletedOneSaysSo() throws Exception {
        Bundle run = LAB.bundles.withSql("exposure.sql", sql -> scaled(sql, "7"));
        Bundle head = LAB.bundles.withSql("exposure.sql", sql -> scaled(sql, "8"));
        Bundle gone = LAB.bundles.withSql("exposure.sql", sql -> scaled(sql, "9"));
        push(run, "kept");
        LAB.runs.succeed("branches-kept", input("kept"));
        push(gone, "kept");
        push(head, "kept");
        BundleShelf shelf = new BundleShelf(LAB.directory.bundleStore());

        new BundleRetention(REGISTRY, shelf, Duration.ZERO).run();

        assertThat(REGISTRY.merged(run.digest())).isPresent();
        assertThat(REGISTRY.merged(head.digest())).isPresent();
        assertThat(REGISTRY.merged(gone.digest())).isEmpty();
        assertThat(gone.directory()).doesNotExist();
        assertThat(shelf.load(run.digest()).graphs()).isNotEmpty();
        LAB.runs.start("branches-gone", input(gone.digest()));
        ApplicationFailure failure = LAB.runs.failed("branches-gone");
        assertThat(failure.getType()).isEqualTo("BUNDLE_NOT_FOUND");
        assertThat(failure.getOriginalMessage()).contains(gone.digest(), "deleted", "./odograph push");
    }

    @Test
    void twoProjectsMayNotHaveOneGraphOnOneBranch() throws Exception {
        Bundle code = LAB.bundles.withSql("exposure.sql", sql -> scaled(sql, "10"));
        push(code, "shared");
        PushedBundle theirs = new PushedBundle(code.digest(), "theirs", List.of(Lab.GRAPH), null);

        assertThatThrownBy(() -> REGISTRY.push(theirs, archive(code), "shared", false))
                .isInstanceOf(OdographException.class)
                .hasMessageContaining("\"car_following\" of project \"lab\"")
                .hasMessageContaining("Rename yours");
    }

    @Test
    void aLibraryOfAnotherMachineOrAnotherAbiIsRefusedWhenItIsPushed() throws Exception {
        byte[] library = Files.readAllBytes(HostileKernels.path());
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        library[18] = (byte) (arm ? 62 : 183); // the machine in an ELF header
        Path foreign = Files.write(directory.resolve("libforeign.so"), library);

        assertThatThrownBy(() -> LAB.bundles.author("Empty", EMPTY, List.of(foreign)))
                .hasMessageContaining("Library \"libforeign.so\"")
                .hasMessageContaining("was built for " + (arm ? "amd64" : "aarch64"))
                .hasMessageContaining("build it here");
        assertThatThrownBy(() -> LAB.bundles.author("Empty", EMPTY, List.of(HostileKernels.ofAnotherAbi())))
                .hasMessageContaining("Library \"libodograph_abi99.so\"")
                .hasMessageContaining("implements kernel ABI version 99")
                .hasMessageContaining("build it again");
    }

    @Test
    void aHostileStepOfAPushedBundleFindsNoCredentialsAndReachesNoStore() throws Exception {
        assumeTrue(HostSandbox.probe().hides(), HostSandbox.probe().detail());
        Bundle bundle = LAB.bundles.author("Thief", thief(), List.of());
        REGISTRY.push(pushed(bundle), archive(bundle), "thief", false);

        LAB.runs.succeed(
                "branches-thief", new RunInput("thief", null, "thief", DATASET, Map.of(), Purpose.ADHOC, null, null));

        assertThat(LAB.runs.committed("branches-thief")).isNotEmpty();
    }

    private static final String EMPTY = """
        import dev.odograph.graph.*;

        public final class Empty implements GraphDefinition {
            public record Row(@Key String segmentId, @Key @Unit("ms") long tMs) {}

            @Override
            public void define(Graph g) {
                g.metric("rows", "1.0", g.source("rows", Row.class));
            }
        }
        """;

    private static String thief() {
        return """
            import dev.odograph.graph.*;
            import java.nio.file.*;

            public final class Thief implements GraphDefinition {
                public record Row(@Key String segmentId, @Key int position, @Key @Unit("ms") long tMs) {}

                public static final class Steals implements JavaStep<Row, Row> {
                    public void process(StepContext context, Rows<Row> rows, Emitter<Row> out) {
                        Path home = Path.of("%1$s");
                        for (String name : new String[] {"secret", "state.json", "extras.json"}) {
                            try {
                                if (Files.readString(home.resolve(name)).length() > 0) {
                                    throw new IllegalStateException("read " + name);
                                }
                            } catch (java.io.IOException e) {
                                // Not to be read.
                            }
                        }
                        if (System.getenv().toString().contains("%2$s")
                                || System.getProperties().toString().contains("%2$s")) {
                            throw new IllegalStateException("found the password");
                        }
                        for (int port : new int[] {%3$d, %4$d}) {
                            try (java.net.Socket socket = new java.net.Socket("127.0.0.1", port)) {
                                throw new IllegalStateException("reached port " + port);
                            } catch (java.io.IOException e) {
                                // Not to be reached.
                            }
                        }
                        for (Row row : rows) {
                            out.emit(row);
                        }
                    }
                }

                @Override
                public void define(Graph g) {
                    Table<Row> samples = g.source("samples", Row.class);
                    g.metric("loot", "1.0", g.java("loot", Row.class, Steals.class, samples));
                }
            }
            """.formatted(
                        LAB.directory.home(),
                        LAB.endpoints.postgresPassword(),
                        port(LAB.endpoints.postgresUrl()),
                        port(LAB.endpoints.clickhouseUrl()));
    }

    private static int port(String url) {
        return java.net.URI.create(url.replaceFirst("^jdbc:", "")).getPort();
    }

    private static String scaled(String sql, String factor) {
        return "SELECT * REPLACE (distance_km * " + factor + " AS distance_km) FROM (\n" + sql + "\n)";
    }

    private void push(Bundle bundle, String branch) throws IOException {
        REGISTRY.push(pushed(bundle), archive(bundle), branch, false);
    }

    private static PushedBundle pushed(Bundle bundle) {
        return new PushedBundle(
                bundle.digest(),
                "lab",
                bundle.graphs().stream().map(GraphSpec::name).toList(),
                null);
    }

    private Path archive(Bundle bundle) throws IOException {
        Path archive = Files.createTempFile(directory, "bundle", ".zip");
        BundleArchive.write(bundle, archive);
        return archive;
    }

    private static RunInput input(String bundle) {
        return Lab.input(bundle, DATASET, Purpose.ADHOC, 1);
    }

    private static NewRun plan(String runId) {
        return LAB.ledger.run(runId).plan();
    }

    private static String table(String runId) {
        NewRun plan = plan(runId);
        return plan.spec().metrics().stream()
                .filter(metric -> metric.name().equals(METRIC))
                .map(metric -> plan.table(metric).name())
                .findFirst()
                .orElseThrow();
    }

    private static double mean(String runId) {
        return Double.parseDouble(
                one("SELECT toString(avg(distance_km)) FROM " + table(runId) + "_by_run(run = '" + runId + "')"));
    }

    private static long count(String table) {
        return Long.parseLong(one("SELECT count() FROM " + table));
    }

    private static List<String> columns(String table) {
        return LAB
                .stores
                .clickhouse()
                .rows(ClickHouseQuery.of("SELECT name, type FROM system.columns WHERE table = '" + table + "'"))
                .stream()
                .map(Object::toString)
                .toList();
    }

    private static String one(String sql) {
        return LAB.stores.clickhouse().rows(ClickHouseQuery.of(sql)).getFirst().getFirst();
    }
}
