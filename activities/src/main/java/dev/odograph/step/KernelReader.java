package dev.odograph.step;

import dev.odograph.artifact.ArrowSchemas;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.step.kernel.KernelCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** A kernel's output, computed from one batch of its input at a time: of any rows, or of one whole segment. */
final class KernelReader extends ArrowReader {
    private final StageScope scope;
    private final StepSpec.Kernel step;
    private final KernelCall call;
    private final ArrowReader input;
    private final Cancellation.Registration registration;
    private int done;
    private long rows;
    private boolean ended;
    private boolean closed;

    private KernelReader(StageScope scope, StepSpec.Kernel step, KernelCall call, ArrowReader input) {
        super(scope.allocator());
        this.scope = scope;
        this.step = step;
        this.call = call;
        this.input = input;
        this.registration = scope.cancellation().onCancel(call::cancel);
    }

    static KernelReader open(StageScope scope, StepSpec.Kernel step, RowSet input) {
        String library = step.library();
        Optional<Path> path =
                library == null ? Optional.empty() : Optional.of(scope.bundle().library(library));
        KernelCall call =
                KernelCall.open(step, scope.kernels(), path, scope.work().parameters());
        ArrowReader rows = input.read(scope);
        return new KernelReader(scope, step, call, call.needsSegments() ? new WholeSegments(scope, rows) : rows);
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        prepareLoadNextBatch();
        while (ended || done == input.getVectorSchemaRoot().getRowCount()) {
            // Asked again after the end, an input may have an empty root by then.
            if (ended || !input.loadNextBatch()) {
                ended = true;
                return false;
            }
            done = 0;
        }
        VectorSchemaRoot batch = input.getVectorSchemaRoot();
        int end = endOfSegment(batch.getVector(TableSchema.SEGMENT_ID), done, batch.getRowCount());
        if (done == 0 && end == batch.getRowCount()) {
            call(batch);
        } else {
            try (VectorSchemaRoot segment = batch.slice(done, end - done)) {
                call(segment);
            }
        }
        done = end;
        return true;
    }

    /** Calls the kernel for rows of one segment, which is told before: a crash is blamed on it. */
    private void call(VectorSchemaRoot batch) {
        String segment = String.valueOf(batch.getVector(TableSchema.SEGMENT_ID).getObject(0));
        scope.progress().at(step.name(), segment, rows);
        try (VectorSchemaRoot output = call.call(scope.allocator(), batch, ", segment \"" + segment + "\"")) {
            rows += output.getRowCount();
            loadRecordBatch(new VectorUnloader(CheckedReader.columns(step.output(), output)).getRecordBatch());
        }
    }

    /** Rows are sorted by segment, so the end of a segment's run is found by halving. */
    private static int endOfSegment(FieldVector segments, int from, int to) {
        Object segment = segments.getObject(from);
        int inside = from;
        int outside = to;
        while (outside - inside > 1) {
            int middle = (inside + outside) >>> 1;
            if (segment.equals(segments.getObject(middle))) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return outside;
    }

    @Override
    public long bytesRead() {
        return input.bytesRead();
    }

    @Override
    protected Schema readSchema() {
        return ArrowSchemas.of(step.output());
    }

    @Override
    protected void closeReadSource() throws IOException {
        if (!closed) {
            closed = true;
            registration.close();
            input.close();
        }
    }
}
