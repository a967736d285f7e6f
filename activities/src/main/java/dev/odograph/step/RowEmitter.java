package dev.odograph.step;

import dev.odograph.artifact.ArrowSchemas;
import dev.odograph.graph.Emitter;
import dev.odograph.spec.StepSpec;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Collects emitted records into batches and writes them as they fill. */
final class RowEmitter<O extends Record> implements Emitter<O>, AutoCloseable {
    private final VectorSchemaRoot batch;
    private final RecordWriter records;
    private final RowChecks checks;
    private final TableWriter writer;
    private String segmentId = "";
    private int rows;

    RowEmitter(StageScope scope, StepSpec.Java step, Class<O> record, TableWriter writer) {
        this.batch = VectorSchemaRoot.create(ArrowSchemas.of(step.output()), scope.allocator());
        this.records = new RecordWriter(record, step.output(), batch);
        this.checks = new RowChecks(step.output(), new StepBlame(step));
        this.writer = writer;
        batch.getFieldVectors().forEach(FieldVector::allocateNew);
    }

    void enter(String segment) {
        segmentId = segment;
    }

    @Override
    public void emit(O row) {
        records.write(row, rows, segmentId);
        rows++;
        if (rows == DuckDb.BATCH_ROWS) {
            flush();
        }
    }

    /** Writes what is left; true where all rows came in order of the key. */
    boolean finish() {
        flush();
        return checks.sorted();
    }

    long rows() {
        return checks.rows() + rows;
    }

    private void flush() {
        if (rows > 0) {
            batch.setRowCount(rows);
            checks.check(batch);
            writer.write(batch);
            batch.getFieldVectors().forEach(FieldVector::reset);
            rows = 0;
        }
    }

    @Override
    public void close() {
        batch.close();
    }
}
