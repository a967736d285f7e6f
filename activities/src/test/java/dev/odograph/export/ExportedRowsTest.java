package dev.odograph.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.artifact.RowDigest;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExportedRowsTest {
    private static final TableSchema SCHEMA = new TableSchema(List.of(
            column("segment_id", ColumnType.STRING, false),
            column("position", ColumnType.INT32, false),
            column("seen", ColumnType.TIMESTAMP, false),
            column("speed_mps", ColumnType.FLOAT64, true),
            column("note", ColumnType.STRING, true),
            column("hard", ColumnType.BOOL, false)));
    private static final String ROWS = """
            SELECT * FROM (VALUES
                ('a', 1::INTEGER, TIMESTAMPTZ '2026-03-01 10:00:00.000001Z', 0.1::DOUBLE, 'x, "y"', true),
                ('ü', 2::INTEGER, TIMESTAMPTZ '1969-12-31 23:59:59.5Z', NULL, NULL, false),
                ('b', -3::INTEGER, TIMESTAMPTZ '2026-03-01 10:00:00Z', 1e-310::DOUBLE, '\\N', false)
            ) AS t (segment_id, position, seen, speed_mps, note, hard)""";

    @TempDir
    private Path directory;

    @Test
    void parquetAndCsvOfTheSameRowsHaveTheSameDigest() throws SQLException, IOException {
        Path parquet = directory.resolve("rows.parquet");
        run("COPY (" + ROWS + ") TO '" + parquet + "' (FORMAT parquet)");
        Path csv = directory.resolve("rows.csv");
        Files.writeString(csv, """
                "segment_id","position","seen","speed_mps","note","hard"
                "a",1,"2026-03-01 10:00:00.000001",0.1,"x, ""y""\",true
                "ü",2,"1969-12-31 23:59:59.500000",\\N,\\N,false
                "b",-3,"2026-03-01 10:00:00.000000",1e-310,"\\N",false
                """);
        Optional<RowDigest> digest = ExportedRows.find(parquet, ExportFormat.PARQUET, SCHEMA);
        assertThat(digest).hasValueSatisfying(found -> assertThat(found.rows()).isEqualTo(3));
        assertThat(ExportedRows.find(csv, ExportFormat.CSV, SCHEMA)).isEqualTo(digest);
    }

    @Test
    void whatIsNotThereDamagedOrOfAnotherSchemaHasNoDigest() throws SQLException, IOException {
        Path parquet = directory.resolve("rows.parquet");
        assertThat(ExportedRows.find(parquet, ExportFormat.PARQUET, SCHEMA)).isEmpty();
        run("COPY (" + ROWS + ") TO '" + parquet + "' (FORMAT parquet)");
        byte[] whole = Files.readAllBytes(parquet);
        Files.write(parquet, Arrays.copyOf(whole, whole.length / 2));
        assertThat(ExportedRows.find(parquet, ExportFormat.PARQUET, SCHEMA)).isEmpty();
        run("COPY (SELECT 1 AS other) TO '" + parquet + "' (FORMAT parquet)");
        assertThat(ExportedRows.find(parquet, ExportFormat.PARQUET, SCHEMA)).isEmpty();
        Path arrow = Files.writeString(directory.resolve("rows.arrow"), "no Arrow file");
        assertThat(ExportedRows.find(arrow, ExportFormat.ARROW, SCHEMA)).isEmpty();
    }

    private static void run(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static ColumnSpec column(String name, ColumnType type, boolean nullable) {
        return new ColumnSpec(name, type, nullable, !nullable, null, false);
    }
}
