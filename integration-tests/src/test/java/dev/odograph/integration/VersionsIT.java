package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.host.bundle.BundleArchive;
import dev.odograph.housekeeping.RetentionJob;
import dev.odograph.housekeeping.RetentionPolicy;
import dev.odograph.housekeeping.UnreferencedTables;
import dev.odograph.spec.GraphSpec;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import dev.odograph.store.lineage.BundleRegistry;
import dev.odograph.store.lineage.NewRun;
import dev.odograph.store.lineage.PushedBundle;
import dev.odograph.store.lineage.RunScope;
import dev.odograph.worker.Housekeeping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two versions of one metric side by side, and what becomes of the one that is left. */
class VersionsIT {
    private static final String DATASET = "versions";

    private static Lab lab;

    @TempDir
    private static Path directory;

    @BeforeAll
    static void recordings() {
        lab = Lab.open();
        lab.simulated(DATASET, 2, 7_421);
    }

    @Test
    void twoBranchesMayAddOneColumnWithTwoTypesAndTheTableOfTheOneThatIsLeftIsEmptied() throws IOException {
        Bundle whole = push("wide_whole", "long", "tMs");
        Bundle broken = push("wide_broken", "double", "tMs / 1e3");
        succeed("versions-whole", "wide_whole");
        succeed("versions-broken", "wide_broken");
        String first = table("versions-whole");
        String second = table("versions-broken");
        assertThat(first).startsWith("scratch_").isNotEqualTo(second);
        assertThat(type(first)).isEqualTo("Int64");
        assertThat(type(second)).isEqualTo("Float64");
        long rows = rows(first);
        assertThat(rows).isPositive().isEqualTo(rows(second));
        assertThat(whole.digest()).isNotEqualTo(broken.digest());

        RetentionJob retention =
                Housekeeping.retention(lab.stores, lab.directory, new RetentionPolicy(Duration.ZERO, 0, Duration.ZERO));
        UnreferencedTables tables = Housekeeping.unreferencedTables(lab.stores);
        assertThat(retention.run(RunScope.of("versions-whole")).runs())
                .as("a run that a branch's channel shows")
                .isEmpty();

        push("wide_whole", "double", "tMs / 1e3");
        succeed("versions-left", "wide_whole");
        assertThat(retention
                        .run(new RunScope(null, "wide", DATASET, "wide", "2.0"))
                        .runs())
                .as("of another version")
                .isEmpty();
        assertThat(retention
                        .dryRun(new RunScope(null, "wide", DATASET, "wide", "1.0"))
                        .runs())
                .containsExactly("versions-whole");
        assertThat(retention
                        .run(new RunScope(null, "wide", DATASET, "wide", "1.0"))
                        .runs())
                .containsExactly("versions-whole");
        assertThat(tables.drop()).contains(first).doesNotContain(second);
        assertThat(rows(first)).isZero();
        assertThat(rows(second)).isEqualTo(rows);
        assertThat(tables.drop()).doesNotContain(first);
    }

    private static void succeed(String runId, String branch) {
        lab.runs.succeed(runId, new RunInput("wide", null, branch, DATASET, Map.of(), Purpose.ADHOC, null, null));
    }

    private static Bundle push(String branch, String type, String value) throws IOException {
        Bundle bundle = lab.bundles.author("Wide", """
                import dev.odograph.graph.*;

                public final class Wide implements GraphDefinition {
                    public record Row(@Key String segmentId, @Key int position, @Key @Unit("ms") long tMs) {}

                    public record WideRow(
                            @Key String segmentId, @Key int position, @Key @Unit("ms") long tMs, %1$s added) {}

                    public static final class Widens implements JavaStep<Row, WideRow> {
                        public void process(StepContext context, Rows<Row> rows, Emitter<WideRow> out) {
                            for (Row row : rows) {
                                long tMs = row.tMs();
                                out.emit(new WideRow(row.segmentId(), row.position(), tMs, %2$s));
                            }
                        }
                    }

                    @Override
                    public void define(Graph g) {
                        Table<Row> samples = g.source("samples", Row.class);
                        g.metric("wide", "1.0", g.java("wide", WideRow.class, Widens.class, samples));
                    }
                }
                """.formatted(type, value), List.of());
        Path archive = Files.createTempFile(directory, "bundle", ".zip");
        BundleArchive.write(bundle, archive);
        PushedBundle pushed = new PushedBundle(
                bundle.digest(),
                "versions",
                bundle.graphs().stream().map(GraphSpec::name).toList(),
                null);
        new BundleRegistry(lab.stores.postgres()).push(pushed, archive, branch, false);
        return bundle;
    }

    private static String table(String runId) {
        NewRun plan = lab.ledger.run(runId).plan();
        return plan.table(plan.spec().metrics().getFirst()).name();
    }

    private static String type(String table) {
        return one("SELECT type FROM system.columns WHERE database = currentDatabase() AND table = '" + table
                + "' AND name = 'added'");
    }

    private static long rows(String table) {
        return Long.parseLong(one("SELECT count() FROM " + table));
    }

    private static String one(String sql) {
        return lab.stores.clickhouse().rows(ClickHouseQuery.of(sql)).getFirst().getFirst();
    }
}
