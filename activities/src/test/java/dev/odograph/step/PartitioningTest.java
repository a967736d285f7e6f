package dev.odograph.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.artifact.RowDigest;
import dev.odograph.artifact.TableFile;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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

    private static final StepSpec.Reduce FLEET = new StepSpec.Reduce(
            "fleet",
            List.of("means"),
            new TableSchema(List.of(new ColumnSpec("all_mps", ColumnType.FLOAT64, false, false, "m/s", false))),
            "SELECT sum(mean_mps / (t_ms + 0.7)) AS all_mps FROM means");

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

    /** Partitions are cut by hash, so neighbours in the key's order lie in different ones. */
    @Test
    void whereDatasetsAreCutDoesNotShowInAReduce() {
        Tables tables = new Tables(directory);
        List<SegmentInput> segments = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            segments.add(tables.segment("s" + i, 50 + i * 97 % 1_000, "t_ms"));
        }
        List<RowDigest> digests = new ArrayList<>();
        for (int partitions : List.of(1, 3, 20)) {
            List<TableFile> files = new ArrayList<>();
            for (int partition = 0; partition < partitions; partition++) {
                List<SegmentInput> group = new ArrayList<>();
                for (int i = partition; i < segments.size(); i += partitions) {
                    group.add(segments.get(i));
                }
                files.addAll(tables.run(group, Tables.SAMPLES, MEANS).files());
            }
            Collections.reverse(files);
            digests.add(tables.reduce(new InputTable(MEAN, files), FLEET).digest());
        }
        assertThat(digests).containsOnly(digests.getFirst());
        assertThat(digests.getFirst().rows()).isEqualTo(1);
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
