package dev.odograph.step;

import dev.odograph.artifact.ArrowSchemas;
import dev.odograph.error.ErrorCategory;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.StepSpec;
import dev.odograph.step.python.PythonProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A python step's output, computed segment by segment. Rows pass through files that Python maps, one segment at a time,
 * so this process holds a batch and Python a segment.
 */
final class PythonReader extends ArrowReader {
    private final StageScope scope;
    private final StepSpec.Python step;
    private final List<SegmentSpool> inputs;
    private final PythonProcesses.Lease python;
    private final Cancellation.Registration registration;
    private final Iterator<String> segments;
    private final Path output;
    private @Nullable ArrowStreamReader current;
    private long rows;
    private boolean fit;
    private boolean closed;

    private PythonReader(
            StageScope scope, StepSpec.Python step, List<SegmentSpool> inputs, PythonProcesses.Lease python) {
        super(scope.allocator());
        this.scope = scope;
        this.step = step;
        this.inputs = inputs;
        this.python = python;
        this.registration = scope.cancellation().onCancel(python.process()::kill);
        this.segments =
                scope.segmentIds().stream().sorted(SegmentOrder::compare).iterator();
        this.output = scope.scratch(".python.arrow");
    }

    static PythonReader open(StageScope scope, StepSpec.Python step, List<RowSet> tables) {
        scope.progress().at(step.name(), "", 0);
        PythonProcesses.Lease python = PythonProcesses.shared().take(step);
        boolean loaded = false;
        boolean fit = false;
        try {
            python.process().load(step, scope.work().parameters());
            List<SegmentSpool> inputs = new ArrayList<>();
            for (int i = 0; i < tables.size(); i++) {
                inputs.add(new SegmentSpool(
                        step.inputs().get(i), scope.allocator(), tables.get(i).read(scope)));
            }
            PythonReader reader = new PythonReader(scope, step, inputs, python);
            loaded = true;
            return reader;
        } catch (OdographException e) {
            fit = unharmed(e);
            throw e;
        } finally {
            if (!loaded) {
                python.close(fit);
            }
        }
    }

    /** An error of the author's leaves nothing behind in Python: the next step's code is loaded afresh. */
    private static boolean unharmed(OdographException e) {
        return e.code().category() == ErrorCategory.USER;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        prepareLoadNextBatch();
        while (current == null || !current.loadNextBatch()) {
            endSegment();
            if (!segments.hasNext()) {
                refuseStrays();
                fit = true;
                return false;
            }
            compute(segments.next());
        }
        loadRecordBatch(new VectorUnloader(CheckedReader.columns(step.output(), current.getVectorSchemaRoot()))
                .getRecordBatch());
        return true;
    }

    /** The segment is told before it is computed: a crash is blamed on it. */
    private void compute(String segmentId) throws IOException {
        scope.cancellation().check();
        scope.progress().at(step.name(), segmentId, rows);
        List<Path> files = new ArrayList<>();
        try {
            for (SegmentSpool input : inputs) {
                Path file = scope.scratch(".segment.arrow");
                files.add(file);
                input.write(segmentId, file, scope.cancellation());
            }
            rows += python.process().run(step, segmentId, files, output);
        } catch (OdographException e) {
            if (scope.cancellation().cancelled()) {
                throw scope.cancellation().error();
            }
            fit = unharmed(e);
            throw e;
        } finally {
            files.forEach(Scratch::delete);
        }
        current = new ArrowStreamReader(Files.newInputStream(output), allocator);
    }

    private void endSegment() throws IOException {
        ArrowStreamReader done = current;
        current = null;
        if (done != null) {
            done.close();
            Scratch.delete(output);
        }
    }

    private void refuseStrays() throws IOException {
        for (SegmentSpool input : inputs) {
            String stray = input.upcoming();
            if (!stray.isEmpty()) {
                throw new OdographException(
                        ErrorCode.INTERNAL_ERROR,
                        "Step \"" + step.name() + "\" (python): segment \"" + stray + "\" is in its input \""
                                + input.input() + "\", but not in the partition");
            }
        }
    }

    @Override
    public long bytesRead() {
        return 0;
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
            python.close(fit);
            endSegment();
            for (SegmentSpool input : inputs) {
                input.close();
            }
        }
    }
}
