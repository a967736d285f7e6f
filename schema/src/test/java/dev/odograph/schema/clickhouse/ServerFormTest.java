package dev.odograph.schema.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.TableSchema;
import dev.odograph.spec.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code -Dodograph.update=true} writes the files anew. */
final class ServerFormTest {
    private static final Path GOLDENS = Path.of("src/test/resources/dev/odograph/schema/clickhouse");
    private static final ServerForm CLUSTER =
            ServerForm.of(Map.of("ODOGRAPH_CLICKHOUSE_CLUSTER", "metrics", "ODOGRAPH_CLICKHOUSE_REPLICAS", "3"));

    @ParameterizedTest
    @ValueSource(strings = {"single", "cluster"})
    void everyTableAndViewIsWhatWasReviewed(String form) throws IOException {
        ServerForm servers = form.equals("single") ? ServerForm.single() : CLUSTER;
        String text = everything().stream()
                .flatMap(sql -> servers.statements(sql, "odograph").stream())
                .collect(Collectors.joining(";\n\n", "", ";\n"));
        Path golden = GOLDENS.resolve(form + ".sql");
        if (Boolean.getBoolean("odograph.update")) {
            Files.writeString(golden, text);
        }
        assertThat(text).isEqualTo(Files.readString(golden));
    }

    @Test
    void rowsAreChangedWhereTheyLieAndColumnsInBothTables() {
        assertThat(CLUSTER.statements("ALTER TABLE `default__ttc_v1` DELETE WHERE write_no = 7", "odograph"))
                .containsExactly("ALTER TABLE `odograph_shard`.`default__ttc_v1` ON CLUSTER `metrics`"
                        + " DELETE WHERE write_no = 7");
        assertThat(CLUSTER.statements("DELETE FROM visibility WHERE run_id = 'r'", "odograph"))
                .containsExactly("DELETE FROM `odograph_shard`.visibility ON CLUSTER `metrics` WHERE run_id = 'r'");
        assertThat(CLUSTER.statements("DELETE FROM publication WHERE dataset = 'd'", "odograph"))
                .containsExactly("DELETE FROM `odograph`.publication ON CLUSTER `metrics` WHERE dataset = 'd'");
        assertThat(CLUSTER.statements("ALTER TABLE t ADD COLUMN IF NOT EXISTS a Nullable(Int64)", "odograph"))
                .containsExactly(
                        "ALTER TABLE `odograph_shard`.t ON CLUSTER `metrics` ADD COLUMN IF NOT EXISTS a Nullable(Int64)",
                        "ALTER TABLE `odograph`.t ON CLUSTER `metrics` ADD COLUMN IF NOT EXISTS a Nullable(Int64)");
        assertThat(CLUSTER.statements("KILL QUERY WHERE query_id IN ('a') ASYNC", "odograph"))
                .containsExactly("KILL QUERY ON CLUSTER `metrics` WHERE query_id IN ('a') ASYNC");
    }

    @Test
    void readsAndInsertsStayAsTheyAre() {
        for (String sql :
                List.of("SELECT 1", "INSERT INTO ttc FORMAT TabSeparated", "SELECT 'DELETE FROM x WHERE 1'")) {
            assertThat(CLUSTER.statements(sql, "odograph")).containsExactly(sql);
        }
    }

    @Test
    void aHostileNameStaysAName() {
        MetricTable hostile = table("x`; DROP TABLE y; --'\\", column("a`) ENGINE = Log; --'\\", ColumnType.INT64));
        List<String> statements = CLUSTER.statements(MetricTableDdl.create(hostile), "odograph");
        assertThat(statements).hasSize(2);
        assertThat(statements.get(0))
                .startsWith("CREATE TABLE IF NOT EXISTS `odograph_shard`.`default__x\\`; DROP TABLE y; --'\\\\_v1` ON")
                .contains("`a\\`) ENGINE = Log; --'\\\\` Int64");
        assertThat(statements.get(1)).contains("'default__x`; DROP TABLE y; --\\'\\\\_v1', cityHash64(write_no))");
    }

    @Test
    void anInsertWaitsForAllReplicasAndOneReplicaIsNothingToWaitFor() {
        assertThat(CLUSTER.settings()).containsEntry("insert_quorum", "3");
        assertThat(new Cluster("metrics", 1).settings()).containsEntry("insert_quorum", "0");
        assertThat(ServerForm.single().settings()).isEmpty();
        assertThat(ServerForm.of(Map.of("ODOGRAPH_CLICKHOUSE_CLUSTER", " "))).isEqualTo(ServerForm.single());
    }

    @ParameterizedTest
    @CsvSource({
        "'a b', 2, NAME_INVALID, 'ODOGRAPH_CLICKHOUSE_CLUSTER is \"a b\"'",
        "'x`y', 2, NAME_INVALID, remote_servers",
        "metrics, 0, PARAMETER_INVALID, 'ODOGRAPH_CLICKHOUSE_REPLICAS is \"0\"'",
        "metrics, two, PARAMETER_INVALID, from 1 to 9"
    })
    void aClusterThatCannotBeIsRefused(String name, String replicas, ErrorCode code, String message) {
        Map<String, String> environment =
                Map.of("ODOGRAPH_CLICKHOUSE_CLUSTER", name, "ODOGRAPH_CLICKHOUSE_REPLICAS", replicas);
        assertThatThrownBy(() -> ServerForm.of(environment))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    /** What a server is told for a metric by segment, a reduce, and a result of branch code. */
    private static List<String> everything() {
        MetricTable series = table(
                "ttc",
                column("t_ms", ColumnType.INT64),
                column("segment_id", ColumnType.STRING),
                new ColumnSpec("ttc_s", ColumnType.FLOAT64, true, false, "s", false));
        MetricTable reduce = table(
                "fleet_safety",
                column("release", ColumnType.STRING),
                new ColumnSpec("distance_m", ColumnType.FLOAT64, false, false, "m", false));
        MetricTable scratch = MetricTable.scratch("default", "ttc", new Version(1, 0), series.schema());
        List<String> statements = new ArrayList<>();
        statements.add(MirrorDdl.createDatabase("odograph"));
        statements.addAll(MirrorDdl.createTables());
        statements.addAll(FactsDdl.createTables());
        for (MetricTable table : List.of(series, reduce, scratch)) {
            statements.add(MetricTableDdl.create(table));
            statements.add(StatesDdl.create(table.name()));
            statements.addAll(MetricViewDdl.create(table, stored(table)));
        }
        statements.addAll(MetricTableDdl.evolve(
                series,
                List.of(
                        new StoredColumn("t_ms", "Int64", true),
                        new StoredColumn("segment_id", "String", true),
                        new StoredColumn("write_no", "UInt64", true))));
        return statements;
    }

    private static List<StoredColumn> stored(MetricTable table) {
        List<StoredColumn> columns = new ArrayList<>();
        table.schema()
                .columns()
                .forEach(column ->
                        columns.add(new StoredColumn(column.name(), ResultColumns.type(column), column.key())));
        columns.add(new StoredColumn(ResultColumns.WRITE_NO, "UInt64", true));
        return columns;
    }

    private static MetricTable table(String metric, ColumnSpec... columns) {
        return MetricTable.merged("default", metric, new Version(1, 0), new TableSchema(List.of(columns)));
    }

    private static ColumnSpec column(String name, ColumnType type) {
        return new ColumnSpec(name, type, false, true, null, false);
    }
}
