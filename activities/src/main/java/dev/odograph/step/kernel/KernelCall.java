package dev.odograph.step.kernel;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.kernel.CancelFlag;
import dev.odograph.kernel.Kernel;
import dev.odograph.kernel.KernelException;
import dev.odograph.kernel.KernelField;
import dev.odograph.kernel.KernelScope;
import dev.odograph.spec.StepSpec;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** One kernel with its parameters, as a step calls it batch after batch. Not thread-safe, but for {@link #cancel}. */
public final class KernelCall {
    private final StepSpec.Kernel step;
    private final Kernel kernel;
    private final Map<String, Object> parameters;
    private final CancelFlag cancel = new CancelFlag();

    private KernelCall(StepSpec.Kernel step, Kernel kernel, Map<String, Object> parameters) {
        this.step = step;
        this.kernel = kernel;
        this.parameters = parameters;
    }

    /**
     * Finds the step's kernel.
     *
     * @param libraries those that may be called
     * @param library where the step's library is; empty for the kernels that come with Odograph
     * @param graph the run's parameter values, which a text {@code $name} stands for
     * @throws OdographException KERNEL_FAILED or PARAMETER_INVALID, naming the step; KERNEL_GOLDEN_DIFFERS
     */
    public static KernelCall open(
            StepSpec.Kernel step, KernelLibraries libraries, Optional<Path> library, Map<String, Object> graph) {
        try {
            Kernel kernel = libraries.library(library).kernel(step.kernel());
            int inputs = kernel.descriptor().inputs().size();
            if (inputs != 1) {
                throw new OdographException(
                        ErrorCode.KERNEL_FAILED,
                        "Step \"" + step.name() + "\" (kernel): kernel " + step.kernel() + " takes " + inputs
                                + " inputs, but a step gives it one: join them in a SQL step before it");
            }
            Map<String, Object> parameters = new HashMap<>();
            step.parameters().forEach((name, value) -> parameters.put(name, resolve(step, name, value, graph)));
            return new KernelCall(step, kernel, parameters);
        } catch (KernelException e) {
            throw failed(step, "", e);
        }
    }

    /** Whether a call must see whole segments. */
    public boolean needsSegments() {
        return kernel.descriptor().scope() == KernelScope.SEGMENT;
    }

    /**
     * Calls the kernel on a batch, whose columns are found by name.
     *
     * @param where for messages: the segments in the batch
     * @return the output, which the caller closes
     */
    public VectorSchemaRoot call(BufferAllocator allocator, VectorSchemaRoot batch, String where) {
        List<FieldVector> inputs = kernel.descriptor().inputs().getFirst().fields().stream()
                .map(field -> column(batch, field))
                .toList();
        VectorSchemaRoot view =
                new VectorSchemaRoot(inputs.stream().map(FieldVector::getField).toList(), inputs, batch.getRowCount());
        try {
            return kernel.invoke(allocator, List.of(view), parameters, cancel);
        } catch (KernelException e) {
            throw failed(step, where, e);
        }
    }

    private FieldVector column(VectorSchemaRoot batch, KernelField field) {
        FieldVector vector = batch.getVector(field.name());
        if (vector == null) {
            throw new OdographException(
                    ErrorCode.COLUMN_MISSING,
                    "Step \"" + step.name() + "\" (kernel): kernel " + step.kernel() + " reads column \"" + field.name()
                            + "\", which its input lacks: put it out in the step before");
        }
        return vector;
    }

    /** Asks a running call to stop; from any thread. */
    public void cancel() {
        cancel.cancel();
    }

    private static Object resolve(StepSpec.Kernel step, String name, Object value, Map<String, Object> graph) {
        if (!(value instanceof String text) || !text.startsWith("$")) {
            return value instanceof Integer number ? (Object) number.longValue() : value;
        }
        Object resolved = graph.get(text.substring(1));
        if (resolved == null) {
            throw new OdographException(
                    ErrorCode.PARAMETER_INVALID,
                    "Step \"" + step.name() + "\" (kernel): parameter " + name + " stands for " + text
                            + ", which the graph does not declare: declare it or give a value");
        }
        return resolved;
    }

    private static OdographException failed(StepSpec.Kernel step, String where, KernelException e) {
        ErrorCode code = switch (e.code()) {
            case KERNEL_OUT_OF_MEMORY -> ErrorCode.MEMORY_EXHAUSTED;
            case KERNEL_CANCELLED -> ErrorCode.RUN_CANCELLED;
            case PARAMETER_INVALID, PARAMETER_UNKNOWN -> ErrorCode.PARAMETER_INVALID;
            default -> ErrorCode.KERNEL_FAILED;
        };
        return new OdographException(
                code, "Step \"" + step.name() + "\" (kernel)" + where + ": " + e.code() + ": " + e.getMessage(), e);
    }
}
