package dev.odograph.store.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.batch.BatchCommitter;
import dev.odograph.batch.BatchRequest;
import dev.odograph.batch.ResultLab;
import dev.odograph.batch.RunLab;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.store.lineage.PostgresMirrorLedger;
import dev.odograph.store.lineage.PostgresWriteLedger;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultReaderIT {
    @TempDir
    Path directory;

    private final RunLab runs = RunLab.open();
    private final String dataset = "fleet-" + UUID.randomUUID();
    private ResultLab results;
    private ResultReader reader;
    private String runId;

    @BeforeEach
    void publishARun() throws Exception {
        results = ResultLab.open(directory);
        reader = new ResultReader(results.clickhouse());
        runId = runs.run(dataset, 1);
        BatchRequest batch = results.batch("batch-" + UUID.randomUUID(), 3, "seg-0");
        new BatchCommitter(new PostgresWriteLedger(runs.postgres()), results.clickhouse())
                .commit(runs.output(runId, 0, batch), List.of(batch));
        runs.publish(runId);
        new Mirror(new PostgresMirrorLedger(runs.postgres()), results.clickhouse()).awaitMirrored(runId);
    }

    @Test
    void aChannelShowsTheRunThatWasPublishedLast() throws Exception {
        ResultSource source = resolve(new ResultSelection.ByChannel(dataset, "latest"));
        assertThat(source).isEqualTo(new ResultSource("default__ttc_v1", "ttc", runId, dataset, "latest", 1));
        assertThat(text(source, ResultFormat.JSON))
                .isEqualToIgnoringWhitespace("[{\"segment_id\":\"seg-0\",\"t_ms\":0,\"ttc_s\":null},"
                        + "{\"segment_id\":\"seg-0\",\"t_ms\":100,\"ttc_s\":0.14285714285714285},"
                        + "{\"segment_id\":\"seg-0\",\"t_ms\":200,\"ttc_s\":0.2857142857142857}]");
    }

    @Test
    void aRunAndAVersionShowTheSameRows() throws Exception {
        String csv = text(resolve(new ResultSelection.ByRun(runId)), ResultFormat.CSV);
        assertThat(csv.lines()).hasSize(4).startsWith("\"segment_id\",\"t_ms\",\"ttc_s\"");
        assertThat(text(resolve(new ResultSelection.ByVersion(dataset, "1.0")), ResultFormat.CSV))
                .isEqualTo(csv);
    }

    @Test
    void theViewsThatUsersReadShowPublishedRows() {
        String latest = "default__ttc_v1_latest(dataset = '" + dataset + "', channel = 'latest')";
        assertThat(results.count("SELECT count() FROM " + latest)).isEqualTo(3);
        assertThat(results.count("SELECT count() FROM " + latest + " WHERE segment_id = 'other'"))
                .isZero();
        String segment = "default__ttc_v1_latest_segment(dataset = '" + dataset + "', channel = 'latest', segment = ";
        assertThat(results.count("SELECT count() FROM " + segment + "'seg-0')")).isEqualTo(3);
        assertThat(results.count("SELECT count() FROM " + segment + "'other')")).isZero();
        assertThat(results.count("SELECT count() FROM default__ttc_v1_by_version(dataset = '" + dataset
                        + "', channel = 'latest', version = '2.0')"))
                .isZero();
    }

    @Test
    void rowsComeAsParquetToo() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        reader.write(resolve(new ResultSelection.ByRun(runId)), ResultFormat.PARQUET, out);
        assertThat(out.toString(StandardCharsets.ISO_8859_1)).startsWith("PAR1").endsWith("PAR1");
    }

    @Test
    void aQueryReadsTheRowsByTheMetricsName() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        reader.writeSql(
                resolve(new ResultSelection.ByRun(runId)),
                "SELECT segment_id, count() AS n FROM ttc GROUP BY segment_id;",
                ResultFormat.CSV,
                out);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\"segment_id\",\"n\"\n\"seg-0\",3\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE default__ttc_v1",
                "INSERT INTO visibility SELECT * FROM visibility",
                "SELECT 1) ; DROP TABLE visibility; SELECT (1",
                "SELECT * FROM file('/etc/passwd', 'LineAsString')",
                "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')",
                "SELECT nothing FROM ttc",
                "SELECT * FROM file('/etc/passwd', 'LineAsString') SETTINGS readonly = 0",
                "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString') SETTINGS readonly = 0, allow_ddl = 1",
                "SELECT * FROM numbers(1000001)",
                "SELECT * FROM numbers(1000001) SETTINGS max_result_rows = 0",
                "SELECT $$'$$ FROM file('/etc/passwd', 'LineAsString') /* */settings/* */readonly = 0 --'",
                "SELECT file('/etc/passwd')",
                "SELECT `\\x66ile` /* */ ('/etc/passwd') FROM ttc",
                "SELECT * FROM remote('127.0.0.1', system.one)",
                "SELECT * FROM executable('id', 'TSV', 'a String')",
                "SELECT * FROM ttc) INTO OUTFILE '/tmp/odograph-outfile' --",
                "ALTER TABLE default__ttc_v1 DELETE WHERE 1",
                "TRUNCATE TABLE default__ttc_v1",
                "SET readonly = 0",
                "SYSTEM STOP MERGES"
            })
    void aQueryThatWritesOrReachesOutsideIsRefused(String sql) {
        ResultSource source = resolve(new ResultSelection.ByRun(runId));
        assertThatThrownBy(() -> reader.writeSql(source, sql, ResultFormat.CSV, new ByteArrayOutputStream()))
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SQL_INVALID));
        assertThat(results.storedRows()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count() FROM system.numbers",
                "SELECT sum(sleepEachRow(0.001)) FROM system.numbers",
                "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r",
            })
    void aQueryThatNeverEndsIsEnded(String sql) {
        ResultSource source = resolve(new ResultSelection.ByRun(runId));
        ResultReader hurried = new ResultReader(results.clickhouse(), Duration.ofSeconds(1));
        assertThatThrownBy(() -> hurried.writeSql(source, sql, ResultFormat.CSV, new ByteArrayOutputStream()))
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SQL_INVALID));
    }

    @Test
    void whatIsNotThereIsNamedWithWhatIs() {
        assertThatThrownBy(() -> resolve(new ResultSelection.ByChannel(dataset, "main")))
                .hasMessageContaining("channel \"main\"")
                .hasMessageContaining("latest of " + dataset);
        assertThatThrownBy(() -> resolve(new ResultSelection.ByRun("no-such-run")))
                .hasMessageContaining("no-such-run");
        assertThatThrownBy(() ->
                        reader.resolve("default__speed_v1", "default", "speed", 1, new ResultSelection.ByRun(runId)))
                .hasMessageContaining("\"speed\"")
                .hasMessageContaining("ttc");
    }

    private ResultSource resolve(ResultSelection selection) {
        return reader.resolve("default__ttc_v1", "default", "ttc", 1, selection);
    }

    private String text(ResultSource source, ResultFormat format) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        reader.write(source, format, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
