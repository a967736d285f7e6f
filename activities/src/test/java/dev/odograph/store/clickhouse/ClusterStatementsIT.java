package dev.odograph.store.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.batch.ResultLab;
import dev.odograph.schema.clickhouse.FactsDdl;
import dev.odograph.schema.clickhouse.MetricTableDdl;
import dev.odograph.schema.clickhouse.MetricViewDdl;
import dev.odograph.schema.clickhouse.MirrorDdl;
import dev.odograph.schema.clickhouse.ResultColumns;
import dev.odograph.schema.clickhouse.ServerForm;
import dev.odograph.schema.clickhouse.StatesDdl;
import dev.odograph.schema.clickhouse.StoredColumn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** There is no cluster here: the engine says at least that it understands each statement, and runs the clustered views. */
final class ClusterStatementsIT {
    private static final ServerForm CLUSTER = ServerForm.of(Map.of("ODOGRAPH_CLICKHOUSE_CLUSTER", "metrics"));

    @TempDir
    Path directory;

    @Test
    void theEngineUnderstandsEveryStatementOfACluster() {
        ResultLab lab = ResultLab.open(directory);
        List<String> statements = new ArrayList<>(MirrorDdl.createTables());
        statements.addAll(FactsDdl.createTables());
        statements.add(StatesDdl.create(lab.table().name()));
        statements.add(MirrorDdl.createDatabase("odograph"));
        statements.add(MetricTableDdl.create(lab.table()));
        statements.addAll(views(lab));
        statements.add("ALTER TABLE `default__ttc_v1` ADD COLUMN IF NOT EXISTS a Nullable(Int64) CODEC(ZSTD(1))");
        statements.add("ALTER TABLE `default__ttc_v1` APPLY DELETED MASK");
        statements.add("DELETE FROM `default__ttc_v1` WHERE write_no IN (1, 2)");
        statements.add("KILL QUERY WHERE query_id IN ('a') ASYNC");
        for (String statement : statements) {
            for (String clustered : CLUSTER.statements(statement, "odograph")) {
                ClickHouseQuery parse =
                        ClickHouseQuery.of("SELECT formatQuery({sql:String})").with("sql", clustered);
                assertThat(lab.clickhouse().rows(parse).getFirst().getFirst()).contains("ON CLUSTER");
            }
        }
    }

    @Test
    void aViewOfAClusterShowsTheRowsThatTheOneOfAServerShows() {
        ResultLab lab = ResultLab.open(directory);
        for (String view : views(lab)) {
            CLUSTER.statements(view, lab.clickhouse().database())
                    .forEach(sql -> lab.clickhouse().execute(sql.replace(" ON CLUSTER `metrics`", "")));
        }
        lab.clickhouse()
                .execute("INSERT INTO default__ttc_v1 (segment_id, t_ms, write_no) VALUES ('a', 1, 7), ('a', 2, 8)");
        lab.clickhouse()
                .execute("INSERT INTO visibility (run_id, metric, major, segment_id, write_no, revision)"
                        + " VALUES ('r', 'ttc', 1, 'a', 7, 1)");
        lab.clickhouse().execute("INSERT INTO publication VALUES ('default', 'ttc', 1, 'd', 'main', '1.0', 'r', 1)");
        assertThat(lab.count("SELECT sum(t_ms) FROM default__ttc_v1_by_run(run = 'r')"))
                .isEqualTo(1);
        assertThat(lab.count("SELECT sum(t_ms) FROM default__ttc_v1_latest(dataset = 'd', channel = 'main')"))
                .isEqualTo(1);
        assertThat(lab.count("SELECT sum(t_ms) FROM default__ttc_v1_latest_segment(dataset = 'd', channel = 'main',"
                        + " segment = 'a')"))
                .isEqualTo(1);
    }

    private static List<String> views(ResultLab lab) {
        List<StoredColumn> columns = new ArrayList<>();
        lab.table()
                .schema()
                .columns()
                .forEach(column ->
                        columns.add(new StoredColumn(column.name(), ResultColumns.type(column), column.key())));
        columns.add(new StoredColumn(ResultColumns.WRITE_NO, "UInt64", true));
        return MetricViewDdl.create(lab.table(), columns);
    }
}
