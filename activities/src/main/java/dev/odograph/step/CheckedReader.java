package dev.odograph.step;

import dev.odograph.artifact.ArrowSchemas;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** A step's rows as they leave it: columns as declared, values and order checked, progress told. No buffer is copied. */
final class CheckedReader extends ArrowReader {
    private final StageScope scope;
    private final StepSpec step;
    private final ArrowReader rows;
    private final RowChecks checks;
    private boolean closed;

    CheckedReader(StageScope scope, StepSpec step, ArrowReader rows) {
        super(scope.allocator());
        this.scope = scope;
        this.step = step;
        this.rows = rows;
        this.checks = new RowChecks(step.output(), new StepBlame(step));
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        scope.cancellation().check();
        prepareLoadNextBatch();
        if (!rows.loadNextBatch()) {
            return false;
        }
        VectorSchemaRoot batch = rows.getVectorSchemaRoot();
        loadRecordBatch(new VectorUnloader(columns(step.output(), batch)).getRecordBatch());
        checks.check(getVectorSchemaRoot());
        if (!checks.sorted()) {
            throw new OdographException(
                    ErrorCode.INTERNAL_ERROR,
                    "Step \"" + step.name() + "\" (" + step.kind() + ") put out rows that are not in order of the key");
        }
        scope.progress().at(step.name(), "", checks.rows());
        return true;
    }

    /** A view of the schema's columns in their order; the batch keeps owning them. */
    static VectorSchemaRoot columns(TableSchema schema, VectorSchemaRoot batch) {
        List<FieldVector> vectors = schema.columns().stream()
                .map(column -> batch.getVector(column.name()))
                .toList();
        return new VectorSchemaRoot(vectors.stream().map(FieldVector::getField).toList(), vectors, batch.getRowCount());
    }

    @Override
    public long bytesRead() {
        return rows.bytesRead();
    }

    @Override
    protected Schema readSchema() {
        return ArrowSchemas.of(step.output());
    }

    @Override
    protected void closeReadSource() throws IOException {
        if (!closed) {
            closed = true;
            rows.close();
        }
    }
}
