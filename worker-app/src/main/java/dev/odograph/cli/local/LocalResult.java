package dev.odograph.cli.local;

import static java.util.Objects.requireNonNull;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.step.LocalRunner;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/**
 * One metric's rows from a local run, read from its files each time they are asked for. Valid while the runner is open.
 *
 * @param runner the run
 * @param metric the metric
 * @param columns its columns
 */
public record LocalResult(LocalRunner runner, MetricSpec metric, List<ColumnSpec> columns) {
    public LocalResult {
        requireNonNull(runner, "runner is null");
        requireNonNull(metric, "metric is null");
        columns = List.copyOf(columns);
    }

    /** A metric of the graph that was run. */
    public static LocalResult of(LocalRunner runner, GraphSpec graph, MetricSpec metric) {
        return new LocalResult(
                runner, metric, graph.step(metric.step()).orElseThrow().output().columns());
    }

    /** Takes a row's values in the order of the columns; the array is used again for the next row. */
    @FunctionalInterface
    public interface RowTaker {
        /** One row; false to end the reading. */
        boolean take(@Nullable Object[] row) throws IOException;
    }

    /** Takes rows as batches. */
    @FunctionalInterface
    interface Reading {
        /** Reads what it wants; the reader is closed after it. */
        void read(ArrowReader rows, BufferAllocator allocator) throws Exception;
    }

    /** How many rows there are. */
    public long rows() {
        var stage = runner.stages().get(metric.step());
        return stage == null ? 0 : stage.digest().rows();
    }

    /** Hands out the rows in the order of their key: Boolean, Integer, Long, Double, String, Instant or null. */
    public void forEach(RowTaker taker) {
        reading((reader, allocator) -> {
            VectorSchemaRoot batch = reader.getVectorSchemaRoot();
            FieldVector[] vectors = columns.stream()
                    .map(column -> batch.getVector(column.name()))
                    .toArray(FieldVector[]::new);
            @Nullable Object[] row = new @Nullable Object[vectors.length];
            while (reader.loadNextBatch()) {
                for (int at = 0; at < batch.getRowCount(); at++) {
                    for (int column = 0; column < vectors.length; column++) {
                        row[column] = value(vectors[column], at);
                    }
                    if (!taker.take(row)) {
                        return;
                    }
                }
            }
        });
    }

    void reading(Reading reading) {
        try (RootAllocator allocator = new RootAllocator();
                ArrowReader reader = runner.read(metric.step(), allocator)) {
            reading.read(reader, allocator);
        } catch (OdographException e) {
            throw e;
        } catch (Exception e) {
            throw new OdographException(
                    ErrorCode.DISK_FULL,
                    "Rows of metric " + metric.name() + " cannot be written (" + e
                            + "): free space, or write elsewhere",
                    e);
        }
    }

    private static @Nullable Object value(FieldVector vector, int at) {
        if (vector.isNull(at)) {
            return null;
        }
        if (vector instanceof TimeStampMicroTZVector micros) {
            return java.time.Instant.EPOCH.plus(micros.get(at), java.time.temporal.ChronoUnit.MICROS);
        }
        Object value = vector.getObject(at);
        return value instanceof org.apache.arrow.vector.util.Text text ? text.toString() : value;
    }
}
