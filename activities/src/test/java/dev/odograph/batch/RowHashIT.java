package dev.odograph.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.artifact.RowDigest;
import dev.odograph.schema.clickhouse.ClickHouseNames;
import dev.odograph.schema.clickhouse.MetricTable;
import dev.odograph.schema.clickhouse.ResultColumns;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.TableSchema;
import dev.odograph.spec.Version;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import dev.odograph.store.clickhouse.ResultTables;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowHashIT {
    private static final String[] TEXTS = {
        "",
        "a",
        "segment",
        "Straße",
        "日本語のテキスト",
        "🚗💨",
        "x".repeat(31),
        "y".repeat(32),
        "z".repeat(1_000),
        "tab\tnew\nline'`\\"
    };
    private static final long[] LONGS = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 86_400_000_000L};
    private static final double[] DOUBLES = {
        0.0,
        -0.0,
        1.5,
        -1e300,
        Double.MIN_VALUE,
        Double.NaN,
        Double.longBitsToDouble(0xFFF8000000000001L),
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    @TempDir
    Path directory;

    @Test
    void theHashOfJavaIsTheHashOfClickHouseForEveryTypeAndEdge() throws Exception {
        TableSchema schema = new TableSchema(List.of(
                column("bool", ColumnType.BOOL, false),
                column("bool_null", ColumnType.BOOL, true),
                column("int32", ColumnType.INT32, false),
                column("int32_null", ColumnType.INT32, true),
                column("int64", ColumnType.INT64, false),
                column("int64_null", ColumnType.INT64, true),
                column("float64", ColumnType.FLOAT64, false),
                column("float64_null", ColumnType.FLOAT64, true),
                column("string", ColumnType.STRING, false),
                column("string_null", ColumnType.STRING, true),
                column("key_text", ColumnType.STRING, false),
                column("timestamp", ColumnType.TIMESTAMP, false),
                column("timestamp_null", ColumnType.TIMESTAMP, true)));
        Path file = directory.resolve("rows.arrow");
        RowDigest sent = ResultLab.write(file, schema, 5_000, RowHashIT::fill);
        try (ClickHouse clickhouse = ResultLab.database("row_hash")) {
            MetricTable table = MetricTable.merged("default", "every_type", new Version(1, 0), schema);
            ResultTables.createMirror(clickhouse);
            new ResultTables(clickhouse, (name, work) -> work.run()).ensure(table);
            String columns = ResultColumns.list(schema);
            clickhouse.insert(
                    ClickHouseQuery.of("INSERT INTO " + table.name() + " (" + columns + ", write_no) SELECT " + columns
                            + ", 1 FROM input(" + ClickHouseNames.literal(ResultColumns.structure(schema))
                            + ") FORMAT ArrowStream"),
                    file);
            List<String> stored = clickhouse
                    .rows(ClickHouseQuery.of("SELECT count(), " + RowHashSql.of(schema) + " FROM " + table.name()))
                    .getFirst();
            assertThat(new RowDigest(Long.parseLong(stored.get(0)), Long.parseUnsignedLong(stored.get(1))))
                    .isEqualTo(sent);
        }
    }

    private static ColumnSpec column(String name, ColumnType type, boolean nullable) {
        return new ColumnSpec(name, type, nullable, name.equals("key_text"), null, true);
    }

    private static void fill(VectorSchemaRoot root, int rows) {
        SplittableRandom random = new SplittableRandom(7);
        for (int row = 0; row < rows; row++) {
            for (FieldVector vector : root.getFieldVectors()) {
                if (vector.getField().isNullable() && random.nextInt(4) == 0) {
                    vector.setNull(row);
                } else {
                    set(vector, row, random);
                }
            }
        }
    }

    private static void set(FieldVector vector, int row, SplittableRandom random) {
        long number = random.nextBoolean() ? LONGS[random.nextInt(LONGS.length)] : random.nextLong();
        switch (vector) {
            case BitVector bits -> bits.setSafe(row, random.nextInt(2));
            case IntVector ints -> ints.setSafe(row, (int) number);
            case BigIntVector longs -> longs.setSafe(row, number);
            case TimeStampMicroTZVector times -> times.setSafe(row, number % 4_000_000_000_000_000L);
            case Float8Vector doubles ->
                doubles.setSafe(
                        row, random.nextBoolean() ? DOUBLES[random.nextInt(DOUBLES.length)] : random.nextDouble());
            case VarCharVector texts ->
                texts.setSafe(
                        row, TEXTS[random.nextInt(TEXTS.length)].getBytes(java.nio.charset.StandardCharsets.UTF_8));
            default -> throw new IllegalStateException(vector.toString());
        }
    }
}
