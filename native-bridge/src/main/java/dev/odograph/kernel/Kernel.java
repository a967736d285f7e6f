package dev.odograph.kernel;

import dev.odograph.kernel.KernelException.Code;
import dev.odograph.kernel.internal.KernelAbi;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Map;
import org.apache.arrow.c.ArrowArray;
import org.apache.arrow.c.ArrowSchema;
import org.apache.arrow.c.CDataDictionaryProvider;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;

/**
 * A kernel of an opened library. Kernels keep no state: {@link #invoke} may be called from several threads at once,
 * each with its own inputs.
 */
public final class Kernel {
    private static final int MESSAGE_BYTES = 4096;

    private final KernelDescriptor descriptor;
    private final KernelAbi.Descriptor pointer;

    Kernel(KernelDescriptor descriptor, KernelAbi.Descriptor pointer) {
        this.descriptor = descriptor;
        this.pointer = pointer;
    }

    public KernelDescriptor descriptor() {
        return descriptor;
    }

    /**
     * The parameters that a call with {@code given} would use, defaults included, sorted by name, as Long, Double,
     * Boolean or String.
     *
     * @throws KernelException {@code PARAMETER_*}
     */
    public Map<String, Object> resolveParameters(Map<String, ?> given) {
        return Map.copyOf(Arguments.resolve(descriptor, given));
    }

    /**
     * Calls the kernel. No column is copied: it reads the memory of {@code inputs}, and the result's vectors are views
     * of what it allocated, counted against {@code allocator} until the result is closed.
     *
     * @param allocator of the root that the inputs come from; must outlive the result
     * @param inputs one table for each declared input, in that order; stay the caller's
     * @param parameters by name; those missing take their defaults
     * @param cancel stops the call from another thread
     * @return the output, which the caller closes; columns as declared, in that order
     * @throws KernelException {@code PARAMETER_*}, {@code INPUT_INVALID} or {@code KERNEL_*}; nothing is left allocated
     */
    public VectorSchemaRoot invoke(
            BufferAllocator allocator, List<VectorSchemaRoot> inputs, Map<String, ?> parameters, CancelFlag cancel) {
        Map<String, Object> resolved = Arguments.resolve(descriptor, parameters);
        Schemas.checkInputs(descriptor, inputs);
        try (Arguments arguments = new Arguments(resolved);
                BytePointer message = new BytePointer(MESSAGE_BYTES);
                LongPointer schemaAddresses = new LongPointer(inputs.size());
                LongPointer arrayAddresses = new LongPointer(inputs.size());
                ArrowSchema outSchema = ArrowSchema.allocateNew(allocator);
                ArrowArray out = ArrowArray.allocateNew(allocator);
                Exports exports = new Exports(allocator)) {
            for (int i = 0; i < inputs.size(); i++) {
                exports.add(inputs.get(i));
                schemaAddresses.put(i, exports.schemaAddress(i));
                arrayAddresses.put(i, exports.arrayAddress(i));
            }
            int status = KernelAbi.invoke(
                    pointer,
                    arguments.values(),
                    arguments.count(),
                    cancel.address(),
                    message,
                    MESSAGE_BYTES,
                    schemaAddresses,
                    arrayAddresses,
                    inputs.size(),
                    outSchema.memoryAddress(),
                    out.memoryAddress());
            if (status != KernelAbi.OK) {
                throw failure(status, Metadata.text(message));
            }
            return take(allocator, outSchema, out);
        } finally {
            Reference.reachabilityFence(cancel);
        }
    }

    private VectorSchemaRoot take(BufferAllocator allocator, ArrowSchema schema, ArrowArray array) {
        if (schema.snapshot().release == 0 || array.snapshot().release == 0) {
            schema.release();
            array.release();
            throw new KernelException(
                    Code.KERNEL_OUTPUT_INVALID, "kernel " + descriptor.name() + " returned OK, but no output");
        }
        VectorSchemaRoot root = importRoot(allocator, schema, array);
        try {
            Schemas.checkOutput(descriptor, root);
            return root;
        } catch (KernelException e) {
            root.close();
            throw e;
        }
    }

    private VectorSchemaRoot importRoot(BufferAllocator allocator, ArrowSchema schema, ArrowArray array) {
        try (CDataDictionaryProvider dictionaries = new CDataDictionaryProvider()) {
            return Data.importVectorSchemaRoot(allocator, array, schema, dictionaries);
        } catch (IllegalStateException | IllegalArgumentException | UnsupportedOperationException e) {
            throw new KernelException(
                    Code.KERNEL_OUTPUT_INVALID,
                    "kernel " + descriptor.name() + " returned malformed Arrow data: " + e.getMessage());
        }
    }

    private KernelException failure(int status, String message) {
        String text = message.isEmpty() ? "kernel " + descriptor.name() + " gave status " + status : message;
        return switch (status) {
            case KernelAbi.ERROR_INPUT -> new KernelException(Code.INPUT_INVALID, text);
            case KernelAbi.ERROR_PARAMETER -> new KernelException(Code.PARAMETER_INVALID, text);
            case KernelAbi.ERROR_CANCELLED -> new KernelException(Code.KERNEL_CANCELLED, text);
            case KernelAbi.ERROR_MEMORY -> new KernelException(Code.KERNEL_OUT_OF_MEMORY, text);
            default -> new KernelException(Code.KERNEL_FAILED, text);
        };
    }
}
