package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.export.ExportFormat;
import dev.odograph.export.ExportReport;
import dev.odograph.export.LineageEmitter;
import dev.odograph.export.ResultExport;
import dev.odograph.schema.clickhouse.ClickHouseNames;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Results as files, and what a catalogue is told of a run. */
class ExportIT {
    private static final String RUN = "exported";

    private static Lab lab;
    private static ResultExport exports;

    @TempDir
    private Path directory;

    @BeforeAll
    static void runOnce() {
        lab = Lab.open();
        lab.simulated("exported", 3, 7_314);
        lab.runs.succeed(RUN, lab.input("exported"));
        exports = new ResultExport(lab.stores.postgres(), lab.stores.clickhouse());
    }

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    void everyMetricIsExportedWholeInEveryFormat(ExportFormat format) throws IOException {
        for (String metric : List.of("ttc", "hard_brake", "exposure", "platoon_safety", "fleet_safety")) {
            ExportReport report = export(metric, format);
            long rows = count("SELECT count() FROM " + byRun(metric));
            assertThat(report.manifest().rows()).as(metric).isEqualTo(rows);
            assertThat(report.written()).isEqualTo(1);
            assertThat(report.directory())
                    .isEqualTo(directory.resolve("metric=" + metric + "/major=1/dataset=exported/run=" + RUN));
            JsonNode manifest = JsonMapper.builder()
                    .build()
                    .readTree(Files.readString(report.directory().resolve(ResultExport.MANIFEST)));
            assertThat(manifest.at("/run_id").asText()).isEqualTo(RUN);
            assertThat(manifest.at("/files/0/rows").asLong()).isEqualTo(rows);
            assertThat(manifest.at("/coverage/done_segments").asLong()).isEqualTo(3);
        }
    }

    @Test
    void anEngineReadsTheDirectoriesAsColumns() throws SQLException {
        export("exposure", ExportFormat.PARQUET);
        export("platoon_safety", ExportFormat.PARQUET);
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement();
                ResultSet row = statement.executeQuery("SELECT metric, dataset, run, count(*), sum(distance_km) FROM"
                        + " read_parquet('" + directory + "/**/*.parquet', hive_partitioning = true,"
                        + " union_by_name = true) WHERE metric = 'exposure' GROUP BY ALL")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(2)).isEqualTo("exported");
            assertThat(row.getString(3)).isEqualTo(RUN);
            assertThat(row.getLong(4)).isEqualTo(count("SELECT count() FROM " + byRun("exposure")));
            assertThat(row.getDouble(5)).isPositive();
        }
    }

    @Test
    void theSameCommandKeepsWhatIsWholeAndWritesWhatIsNot() throws IOException {
        Path file = export("ttc", ExportFormat.PARQUET).directory().resolve("part-00000.parquet");
        assertThat(export("ttc", ExportFormat.PARQUET).written()).isZero();

        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        Files.writeString(file.resolveSibling("part-00007.parquet"), "left by an earlier export");
        assertThat(export("ttc", ExportFormat.PARQUET).written()).isEqualTo(1);
        assertThat(Files.size(file)).isEqualTo(whole.length);
        assertThat(names(file.getParent())).containsExactlyInAnyOrder("part-00000.parquet", ResultExport.MANIFEST);
    }

    @Test
    void rowsThatAreNotWhatWasCommittedAreNotExported() throws IOException {
        lab.simulated("exported_damaged", 1, 7_315);
        lab.runs.succeed("exported-damaged", lab.input("exported_damaged"));
        String table = ClickHouseNames.quoted(lab.results.table("exported-damaged", "exposure"));
        lab.stores
                .clickhouse()
                .execute(ClickHouseQuery.of("ALTER TABLE " + table + " DELETE WHERE position = 1 AND segment_id IN"
                                + " (SELECT segment_id FROM visibility WHERE run_id = 'exported-damaged')")
                        .setting("mutations_sync", "1"));

        assertThatThrownBy(() -> exports.export(
                        "exported-damaged", "exposure", null, directory, ExportFormat.PARQUET, (a, b, c, d) -> {}))
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WRITE_NOT_VERIFIED))
                .hasMessageContaining("part-00000.parquet")
                .hasMessageContaining("2-");
        assertThat(names(directory.resolve("metric=exposure/major=1/dataset=exported_damaged/run=exported-damaged")))
                .isEmpty();
    }

    @Test
    void aMetricThatTheRunDoesNotStoreIsNamedWithThoseThatItDoes() {
        assertThatThrownBy(() -> exports.export(RUN, "tct", null, directory, ExportFormat.CSV, (a, b, c, d) -> {}))
                .hasMessageContaining("stores no metric \"tct\"")
                .hasMessageContaining("exposure, fleet_safety, hard_brake, platoon_safety, ttc");
        Path file = directory.resolve("a-file");
        assertThatThrownBy(() -> {
                    Files.writeString(file, "");
                    exports.export(RUN, "ttc", null, file, ExportFormat.CSV, (a, b, c, d) -> {});
                })
                .hasMessageContaining("choose a directory that is writable");
    }

    @Test
    void lineageIsSentOnceAndAgainUntilItIsTaken() {
        List<String> taken = new CopyOnWriteArrayList<>();
        LineageEmitter refused = new LineageEmitter(lab.stores.postgres(), json -> {
            throw new OdographException(ErrorCode.LINEAGE_NOT_SENT, "not now");
        });
        assertThatThrownBy(refused::emit).hasMessage("not now");
        LineageEmitter emitter = new LineageEmitter(lab.stores.postgres(), taken::add);
        while (emitter.emit() > 0) {
            // All runs of this stack's other tests are sent too.
        }
        List<String> ours = taken.stream()
                .filter(json -> json.contains("\"run_id\":\"" + RUN + "\""))
                .toList();
        assertThat(ours).hasSize(2);
        assertThat(ours.get(0)).contains("\"eventType\":\"START\"");
        assertThat(ours.get(1))
                .contains("\"eventType\":\"COMPLETE\"")
                .contains("\"rowCount\":" + count("SELECT count() FROM " + byRun("ttc")));
    }

    private ExportReport export(String metric, ExportFormat format) {
        return exports.export(RUN, metric, "latest", directory, format, (files, ofFiles, rows, ofRows) -> {});
    }

    private static String byRun(String metric) {
        return ClickHouseNames.quoted(lab.results.table(RUN, metric) + "_by_run") + "(run = '" + RUN + "')";
    }

    private static long count(String sql) {
        return Long.parseLong(
                lab.stores.clickhouse().rows(ClickHouseQuery.of(sql)).getFirst().getFirst());
    }

    private static Set<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
