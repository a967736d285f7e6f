package dev.odograph.step;

import dev.odograph.artifact.ArrowSchemas;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.step.kernel.KernelCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
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
        KernelCall call = KernelCall.open(step, path, scope.work().parameters());
        ArrowReader rows = input.read(scope);
        return new KernelReader(scope, step, call, call.needsSegments() ? new WholeSegments(scope, rows) : rows);
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        prepareLoadNextBatch();
        do {
            if (!input.loadNextBatch()) {
                return false;
            }
        } while (input.getVectorSchemaRoot().getRowCount() == 0);
        VectorSchemaRoot batch = input.getVectorSchemaRoot();
        try (VectorSchemaRoot output = call.call(scope.allocator(), batch, where(batch))) {
            loadRecordBatch(new VectorUnloader(CheckedReader.columns(step.output(), output)).getRecordBatch());
        }
        return true;
    }

    private static String where(VectorSchemaRoot batch) {
        Object first = batch.getVector(TableSchema.SEGMENT_ID).getObject(0);
        Object last = batch.getVector(TableSchema.SEGMENT_ID).getObject(batch.getRowCount() - 1);
        return first.equals(last) ? ", segment \"" + first + "\"" : ", segments \"" + first + "\" to \"" + last + "\"";
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
