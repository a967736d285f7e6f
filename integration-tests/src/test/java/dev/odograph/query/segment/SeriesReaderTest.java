package dev.odograph.query.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.query.TimeColumn;
import dev.odograph.query.segment.SegmentSeries.Drawn;
import dev.odograph.query.segment.SegmentSeries.Line;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An hour at 100 Hz of two vehicles, with a peak of one row that no chart may lose. */
class SeriesReaderTest {
    private static final int ROWS = 360_000;
    private static final long PEAK_MS = 1_234_560;

    @TempDir
    private static Path directory;

    private static TimedTable table;

    @BeforeAll
    static void recordAnHour() throws Exception {
        Path file = directory.resolve("an hour [1].parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT i * 10 AS t_ms, p AS position, CASE WHEN i * 10 = " + PEAK_MS
                    + " AND p = 2 THEN 99.0 WHEN i BETWEEN 100000 AND 110000 THEN NULL ELSE sin(i / 500.0) + p END AS"
                    + " speed_mps FROM range(" + ROWS + ") AS r(i), range(1, 3) AS q(p)) TO '" + file
                    + "' (FORMAT parquet)");
        }
        table = new TimedTable(
                "main",
                new TimeColumn("t_ms", 1),
                List.of("position"),
                List.of(new TimedTable.Value("speed_mps", "m/s")),
                new RecordingRows(file));
    }

    @Test
    void aPixelShowsLeastAndGreatestSoThatNoPeakIsLost() {
        Drawn drawn = read(0, 3_599_990, 800);

        assertThat(drawn.whole()).isFalse();
        assertThat(drawn.rows()).isEqualTo(2L * ROWS);
        assertThat(drawn.lines()).extracting(Line::name).containsExactly("position 1", "position 2");
        Line line = drawn.lines().get(1);
        assertThat(line.t()).hasSizeLessThanOrEqualTo(1_600).isSorted();
        int at = line.t().indexOf(PEAK_MS);
        assertThat(line.v().get(at)).isEqualTo(99.0);
        assertThat(line.v().stream().filter(Objects::nonNull)).contains(99.0).allMatch(value -> value >= 0.99);
    }

    @Test
    void whereNothingWasRecordedIsAGap() {
        Line line = read(0, 3_599_990, 800).lines().getFirst();

        for (int i = 0; i < line.t().size(); i++) {
            if (line.t().get(i) > 1_005_000 && line.t().get(i) < 1_095_000) {
                assertThat(line.v().get(i)).isNull();
            }
        }
    }

    @Test
    void aSmallWindowHasEveryRow() {
        Drawn drawn = read(PEAK_MS - 2_000, PEAK_MS + 2_000, 800);

        assertThat(drawn.whole()).isTrue();
        assertThat(drawn.lines().get(1).t()).hasSize(401).contains(PEAK_MS);
        assertThat(drawn.lines().get(1).v().get(200)).isEqualTo(99.0);
    }

    @Test
    void anHourAt100HzIsDrawnQuickly() {
        read(0, 3_599_990, 800);
        long begin = System.nanoTime();
        read(0, 3_599_990, 800);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void aWindowWithoutRowsHasNoLines() {
        assertThat(read(5_000_000, 6_000_000, 800).lines()).isEmpty();
    }

    private static Drawn read(long from, long to, int pixels) {
        return new SeriesReader(table, from, to, pixels)
                .read(List.of("speed_mps"))
                .getFirst();
    }
}
