package dev.odograph.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordSchemaTest {
    record All(
            @Key String segmentId,
            @Unit("ms") long tMs,
            int position,
            boolean braking,
            @Nullable Boolean wet,
            @AllowsNaN double raw,
            @Unit("m") @Nullable Double gapM,
            Double boxed,
            @Nullable Instant recordedAt) {}

    record Wrong(
            float speed, @Nullable long count, @AllowsNaN int raw, List<String> tags) {}

    @ParameterizedTest
    @CsvSource({
        "tMs, t_ms",
        "minTtcS, min_ttc_s",
        "dracMps2, drac_mps2",
        "headwayP05S, headway_p05_s",
        "segmentId, segment_id",
        "HTTPServer, http_server",
        "CarFollowing, car_following",
        "x, x"
    })
    void camelCaseBecomesSnakeCase(String camel, String snake) {
        assertThat(SnakeCase.of(camel)).isEqualTo(snake);
    }

    @Test
    void componentsBecomeColumnsInTheirOrder() {
        RecordSchema schema = RecordSchema.of(All.class);

        assertThat(schema.problems()).isEmpty();
        assertThat(schema.schema().columns())
                .containsExactly(
                        new ColumnSpec("segment_id", ColumnType.STRING, false, true, null, false),
                        new ColumnSpec("t_ms", ColumnType.INT64, false, false, "ms", false),
                        new ColumnSpec("position", ColumnType.INT32, false, false, null, false),
                        new ColumnSpec("braking", ColumnType.BOOL, false, false, null, false),
                        new ColumnSpec("wet", ColumnType.BOOL, true, false, null, false),
                        new ColumnSpec("raw", ColumnType.FLOAT64, false, false, null, true),
                        new ColumnSpec("gap_m", ColumnType.FLOAT64, true, false, "m", false),
                        new ColumnSpec("boxed", ColumnType.FLOAT64, false, false, null, false),
                        new ColumnSpec("recorded_at", ColumnType.TIMESTAMP, true, false, null, false));
    }

    @Test
    void everyComponentThatNoColumnCanHoldIsNamed() {
        assertThat(RecordSchema.of(Wrong.class).problems())
                .containsExactly(
                        "component \"speed\" of record Wrong has type float, which no column has: use boolean, int,"
                                + " long, double, String or Instant",
                        "component \"count\" of record Wrong is @Nullable, but a long cannot be null: use Long, or drop"
                                + " @Nullable",
                        "component \"raw\" of record Wrong has @AllowsNaN, but type int: only a double can be NaN, drop"
                                + " @AllowsNaN",
                        "component \"tags\" of record Wrong has type java.util.List, which no column has: use boolean,"
                                + " int, long, double, String or Instant");
    }
}
