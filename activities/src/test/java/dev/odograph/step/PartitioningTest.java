package dev.odograph.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.artifact.RowDigest;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However segments are grouped into partitions and rows into batches, the rows stay the same. */
class PartitioningTest {
    private static final TableSchema MEAN = new TableSchema(List.of(
            Tables.key("segment_id", ColumnType.STRING),
            Tables.key("t_ms", ColumnType.INT64),
            new ColumnSpec("mean_mps", ColumnType.FLOAT64, true, false, "m/s", false),
            new ColumnSpec("all_mps", ColumnType.FLOAT64, false, false, "m/s", false)));

    /** A join, a window and sums of doubles, whose order would show; one sum names no segment. */
    private static final StepSpec.Sql MEANS = sql("""
            SELECT l.segment_id, l.t_ms,
                avg(r.speed_mps / 3 + coalesce(r.gap_m, 0.1)) OVER (ORDER BY l.t_ms ROWS 7 PRECEDING) AS mean_mps,
                (SELECT sum(speed_mps / 7) FROM samples) AS all_mps
            FROM samples l JOIN samples r ON r.segment_id = l.segment_id AND r.t_ms = l.t_ms + 100
            """);

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void groupingOfSegmentsDoesNotShow(long seed) {
        Random random = new Random(seed);
        Tables tables = new Tables(directory);
        List<SegmentInput> segments = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            segments.add(tables.segment("s" + random.nextInt(100) + "-" + i, 1 + random.nextInt(150_000), "t_ms"));
        }

        RowDigest together = tables.run(segments, Tables.SAMPLES, MEANS).digest();
        RowDigest grouped = RowDigest.EMPTY;
        List<SegmentInput> left = new ArrayList<>(segments);
        while (!left.isEmpty()) {
            List<SegmentInput> group = left.subList(0, 1 + random.nextInt(left.size()));
            grouped = grouped.plus(
                    tables.run(List.copyOf(group), Tables.SAMPLES, MEANS).digest());
            group.clear();
        }

        assertThat(grouped).isEqualTo(together);
        assertThat(together.rows()).isPositive();
    }

    @Test
    void aSegmentsRowsCannotNameAnother() {
        Tables tables = new Tables(directory);
        List<SegmentInput> segments = List.of(tables.segment("a", 3, "t_ms"));
        StepSpec.Sql renaming = sql(
                "SELECT segment_id || '2' AS segment_id, t_ms, gap_m AS mean_mps, speed_mps AS all_mps FROM samples");

        OdographException error = Assertions.catchThrowableOfType(
                OdographException.class, () -> tables.run(segments, Tables.SAMPLES, renaming));

        assertThat(error.code()).isEqualTo(ErrorCode.SQL_INVALID);
        assertThat(error).hasMessageContaining("\"a2\"").hasMessageContaining("\"means\"");
    }

    private static StepSpec.Sql sql(String query) {
        return new StepSpec.Sql("means", List.of("samples"), MEAN, query);
    }
}
