package dev.odograph.step;

import dev.odograph.spec.TableSchema;
import java.io.IOException;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.VectorSchemaRootAppender;
import org.jspecify.annotations.Nullable;

/** Makes each batch one whole segment. Memory is bounded by the largest segment, as a kernel of that scope needs. */
final class WholeSegments extends ArrowReader {
    private final StageScope scope;
    private final ArrowReader input;
    private @Nullable VectorSchemaRoot batch;
    private int from;
    private boolean closed;

    WholeSegments(StageScope scope, ArrowReader input) {
        super(scope.allocator());
        this.scope = scope;
        this.input = input;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        prepareLoadNextBatch();
        if (!more()) {
            return false;
        }
        String segmentId = segments().getObject(from).toString();
        try (VectorSchemaRoot whole =
                VectorSchemaRoot.create(input.getVectorSchemaRoot().getSchema(), allocator)) {
            whole.getFieldVectors().forEach(FieldVector::allocateNew);
            do {
                scope.cancellation().check();
                int rows = input.getVectorSchemaRoot().getRowCount();
                int end = SegmentOrder.firstOther(segments(), segmentId, from, rows);
                if (end == from) {
                    break;
                }
                try (VectorSchemaRoot part = input.getVectorSchemaRoot().slice(from, end - from)) {
                    VectorSchemaRootAppender.append(whole, part);
                }
                from = end;
            } while (more());
            loadRecordBatch(new VectorUnloader(whole).getRecordBatch());
        }
        return true;
    }

    private VarCharVector segments() throws IOException {
        return (VarCharVector) input.getVectorSchemaRoot().getVector(TableSchema.SEGMENT_ID);
    }

    private boolean more() throws IOException {
        while (batch == null || from >= batch.getRowCount()) {
            if (!input.loadNextBatch()) {
                return false;
            }
            batch = input.getVectorSchemaRoot();
            from = 0;
        }
        return true;
    }

    @Override
    public long bytesRead() {
        return input.bytesRead();
    }

    @Override
    protected Schema readSchema() throws IOException {
        return input.getVectorSchemaRoot().getSchema();
    }

    @Override
    protected void closeReadSource() throws IOException {
        if (!closed) {
            closed = true;
            input.close();
        }
    }
}
