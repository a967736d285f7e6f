package dev.odograph.kernel;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.c.ArrowArray;
import org.apache.arrow.c.ArrowSchema;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Tables lent to a kernel for one call, by the Arrow C Data Interface; closing takes them back. */
final class Exports implements AutoCloseable {
    private final BufferAllocator allocator;
    private final List<ArrowSchema> schemas = new ArrayList<>();
    private final List<ArrowArray> arrays = new ArrayList<>();

    Exports(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    void add(VectorSchemaRoot root) {
        schemas.add(ArrowSchema.allocateNew(allocator));
        arrays.add(ArrowArray.allocateNew(allocator));
        Data.exportVectorSchemaRoot(allocator, root, null, arrays.getLast(), schemas.getLast());
    }

    long schemaAddress(int index) {
        return schemas.get(index).memoryAddress();
    }

    long arrayAddress(int index) {
        return arrays.get(index).memoryAddress();
    }

    @Override
    public void close() {
        for (ArrowArray array : arrays) {
            array.release();
            array.close();
        }
        for (ArrowSchema schema : schemas) {
            schema.release();
            schema.close();
        }
    }
}
