package dev.odograph.step;

import dev.odograph.artifact.ArrowSchemas;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A query's rows, computed for one segment after the other. So rows of a segment cannot depend on its neighbours, and the
 * engine sorts and joins one segment at a time.
 */
final class SegmentQueries extends ArrowReader {
    private final StageScope scope;
    private final StepSpec step;
    private final Iterator<String> segments;
    private final Start start;
    private final Runnable onClose;
    private String segmentId = "";
    private @Nullable ArrowReader current;
    private long bytes;
    private boolean closed;

    /** Starts the query for a segment. */
    @FunctionalInterface
    interface Start {
        ArrowReader rows(String segmentId);
    }

    /** Segments come in order of their ids. */
    SegmentQueries(StageScope scope, StepSpec step, List<String> segments, Start start, Runnable onClose) {
        super(scope.allocator());
        this.scope = scope;
        this.step = step;
        this.segments = segments.iterator();
        this.start = start;
        this.onClose = onClose;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        prepareLoadNextBatch();
        while (true) {
            ArrowReader rows = current;
            if (rows == null) {
                if (!segments.hasNext()) {
                    return false;
                }
                scope.cancellation().check();
                segmentId = segments.next();
                scope.progress().at(step.name(), segmentId, 0);
                current = start.rows(segmentId);
                continue;
            }
            // Said again for each batch: whoever reads it says only how many rows there are.
            scope.progress().at(step.name(), segmentId, 0);
            if (rows.loadNextBatch()) {
                VectorSchemaRoot batch = rows.getVectorSchemaRoot();
                ownSegment(batch);
                loadRecordBatch(new VectorUnloader(CheckedReader.columns(step.output(), batch)).getRecordBatch());
                return true;
            }
            end(rows);
        }
    }

    private void ownSegment(VectorSchemaRoot batch) {
        FieldVector ids = batch.getVector(TableSchema.SEGMENT_ID);
        if (ids.getNullCount() > 0) {
            return; // told by whoever checks the rows
        }
        int other = SegmentOrder.firstOther(ids, segmentId, 0, batch.getRowCount());
        if (other < batch.getRowCount()) {
            throw new OdographException(
                    ErrorCode.SQL_INVALID,
                    "Step \"" + step.name() + "\" (" + step.kind() + "), segment \"" + segmentId
                            + "\": it put out segment_id \"" + ids.getObject(other)
                            + "\": a step's rows belong to the segment they are computed from, so select the input's"
                            + " segment_id");
        }
    }

    private void end(ArrowReader rows) throws IOException {
        bytes += rows.bytesRead();
        current = null;
        rows.close();
    }

    @Override
    public long bytesRead() {
        return bytes;
    }

    @Override
    protected Schema readSchema() {
        return ArrowSchemas.of(step.output());
    }

    @Override
    protected void closeReadSource() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        ArrowReader rows = current;
        if (rows != null) {
            end(rows);
        }
        onClose.run();
    }
}
