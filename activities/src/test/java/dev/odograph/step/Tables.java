package dev.odograph.step;

import dev.odograph.artifact.TableFile;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Small recordings and stages over them, in a directory of the test. */
final class Tables {
    static final TableSchema SAMPLE = new TableSchema(List.of(
            key("segment_id", ColumnType.STRING),
            key("t_ms", ColumnType.INT64),
            new ColumnSpec("speed_mps", ColumnType.FLOAT64, false, false, "m/s", false),
            new ColumnSpec("gap_m", ColumnType.FLOAT64, true, false, "m", false)));
    static final StepSpec.Source SAMPLES = new StepSpec.Source("samples", "main", SAMPLE);

    private static final long MEMORY = 512L << 20;

    private final Path directory;

    Tables(Path directory) {
        this.directory = directory;
    }

    static ColumnSpec key(String name, ColumnType type) {
        return new ColumnSpec(name, type, false, true, null, false);
    }

    /** A segment of {@code rows} samples 100 ms apart in the given order. */
    SegmentInput segment(String id, int rows, String order) {
        return segment(
                id,
                "SELECT '" + id
                        + "' AS segment_id, (i * 100)::BIGINT AS t_ms, (i * 7 % 31 + 0.25)::DOUBLE AS speed_mps,"
                        + " CASE WHEN i % 3 = 0 THEN NULL ELSE (i * 13 % 17)::DOUBLE END AS gap_m"
                        + " FROM range(" + rows + ") AS r(i) ORDER BY " + order);
    }

    /** A segment of the rows of a query. */
    SegmentInput segment(String id, String query) {
        Path file = directory.resolve(id + ".parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + query + ") TO " + Sql.text(file.toString()) + " (FORMAT parquet)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new SegmentInput(id, Map.of("main", file.toString()));
    }

    /** Runs a stage of these steps over the segments. */
    StageOutput run(List<SegmentInput> segments, StepSpec... steps) {
        return run(segments, Progress.NONE, false, Map.of(), steps);
    }

    /** Runs a stage of these steps in an engine that may use so much memory. */
    StageOutput run(long memoryBytes, List<SegmentInput> segments, StepSpec... steps) {
        return run(memoryBytes, Map.of(), segments, Progress.NONE, false, Map.of(), steps);
    }

    /** Runs a reduce over the rows of all partitions. */
    StageOutput reduce(InputTable input, StepSpec.Reduce step) {
        return run(
                MEMORY,
                Map.of(List.copyOf(step.inputs()).getFirst(), input),
                List.of(),
                Progress.NONE,
                false,
                Map.of(),
                step);
    }

    StageOutput run(
            List<SegmentInput> segments,
            Progress progress,
            boolean materialise,
            Map<String, Object> parameters,
            StepSpec... steps) {
        return run(MEMORY, Map.of(), segments, progress, materialise, parameters, steps);
    }

    private StageOutput run(
            long memoryBytes,
            Map<String, InputTable> inputs,
            List<SegmentInput> segments,
            Progress progress,
            boolean materialise,
            Map<String, Object> parameters,
            StepSpec... steps) {
        try {
            Path place = Files.createTempDirectory(directory, "stage");
            StageWork work = new StageWork(
                    steps[steps.length - 1].name(),
                    List.of(steps),
                    inputs,
                    segments,
                    parameters,
                    "",
                    place.resolve("output.arrow").toString(),
                    materialise,
                    Files.createDirectory(place.resolve("scratch")).toString(),
                    memoryBytes);
            try (StageRunner runner = new StageRunner(Bundle.ON_CLASS_PATH, Path.of(work.scratch()))) {
                return runner.run(work, progress);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All rows of an output as lists of values. */
    List<List<String>> rows(TableSchema schema, StageOutput output) throws IOException {
        String scratch = Files.createTempDirectory(directory, "read").toString();
        try (RootAllocator allocator = new RootAllocator();
                ArrowReader reader =
                        FileScan.open(new InputTable(schema, output.files()), scratch, 1L << 28, allocator)) {
            List<List<String>> rows = new ArrayList<>();
            VectorSchemaRoot batch = reader.getVectorSchemaRoot();
            while (reader.loadNextBatch()) {
                for (int i = 0; i < batch.getRowCount(); i++) {
                    List<String> row = new ArrayList<>();
                    for (FieldVector vector : batch.getFieldVectors()) {
                        row.add(Objects.toString(vector.getObject(i)));
                    }
                    rows.add(row);
                }
            }
            return rows;
        }
    }

    static boolean written(StageOutput output) {
        return output.files().getFirst().format() == TableFile.Format.ARROW_STREAM;
    }
}
