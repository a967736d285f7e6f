package dev.odograph.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageMemoryTest {
    private static final int MIB = 1 << 20;
    private static final int LITTLE = 48;
    private static final TableSchema POSITIONED = new TableSchema(List.of(
            Tables.key("segment_id", ColumnType.STRING),
            Tables.key("position", ColumnType.INT32),
            Tables.key("t_ms", ColumnType.INT64),
            new ColumnSpec("speed_mps", ColumnType.FLOAT64, false, false, "m/s", false)));
    private static final String PAIRS =
            "SELECT f.segment_id, f.position, f.t_ms, f.speed_mps - l.speed_mps AS speed_mps"
                    + " FROM samples f JOIN samples l ON l.t_ms = f.t_ms"
                    + " AND l.position = f.position - 1";

    @TempDir
    Path directory = Path.of("");

    @Test
    void aJoinAndTheSortOfItsRowsMayEachUseAllTheMemory() {
        Tables tables = new Tables(directory);
        SegmentInput segment = tables.segment(
                "a",
                "SELECT 'a' AS segment_id, (i % 7)::INT AS position, (i // 7 * 100)::BIGINT AS t_ms,"
                        + " (i * 7919 % 1000003 / 1000)::DOUBLE AS speed_mps FROM range(2000000) AS r(i)"
                        + " ORDER BY position, t_ms");
        StepSpec[] steps = {
            new StepSpec.Source("samples", "main", POSITIONED),
            new StepSpec.Sql("pairs", List.of("samples"), POSITIONED, PAIRS)
        };
        assertThatThrownBy(() -> atOnce(segment)).hasMessageContaining("Out of Memory");

        StageOutput output = tables.run((long) LITTLE * MIB, List.of(segment), steps);

        assertThat(output.digest())
                .isEqualTo(tables.run(List.of(segment), steps).digest());
        assertThat(output.digest().rows()).isEqualTo(2_000_000 - 285_715);
    }

    /** The same query and sort in one go. */
    private void atOnce(SegmentInput segment) throws SQLException {
        try (DuckDb duckDb = DuckDb.open(directory.toString(), (long) LITTLE * MIB)) {
            duckDb.execute("CREATE VIEW samples AS FROM "
                    + Sql.parquet(List.copyOf(segment.tables().values())));
            duckDb.execute("CREATE TEMP TABLE pairs AS " + PAIRS + " ORDER BY position, t_ms");
        }
    }
}
