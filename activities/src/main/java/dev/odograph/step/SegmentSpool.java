package dev.odograph.step;

import dev.odograph.spec.TableSchema;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/** A stream of rows sorted by segment, written to a file segment by segment. One batch is in memory. */
final class SegmentSpool implements AutoCloseable {
    private final String input;
    private final BufferAllocator allocator;
    private final ArrowReader reader;
    private int from;

    SegmentSpool(String input, BufferAllocator allocator, ArrowReader reader) {
        this.input = input;
        this.allocator = allocator;
        this.reader = reader;
    }

    /** Writes a segment's rows, which may be none, as an Arrow stream. */
    void write(String segmentId, Path file, Cancellation cancellation) throws IOException {
        VectorSchemaRoot batch = reader.getVectorSchemaRoot();
        try (VectorSchemaRoot root = VectorSchemaRoot.create(batch.getSchema(), allocator);
                FileChannel channel = FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                ArrowStreamWriter writer = new ArrowStreamWriter(root, null, channel)) {
            VectorLoader loader = new VectorLoader(root);
            writer.start();
            while (more()) {
                cancellation.check();
                int rows = batch.getRowCount();
                int end = SegmentOrder.firstOther(batch.getVector(TableSchema.SEGMENT_ID), segmentId, from, rows);
                if (end == from) {
                    break;
                }
                try (VectorSchemaRoot part = batch.slice(from, end - from);
                        ArrowRecordBatch record = new VectorUnloader(part).getRecordBatch()) {
                    loader.load(record);
                    writer.writeBatch();
                    root.clear();
                }
                from = end;
            }
            writer.end();
        } catch (IOException e) {
            throw Failures.unwritable(file.toString(), e);
        }
    }

    /** The segment of the next row; empty where there is none. */
    String upcoming() throws IOException {
        return more()
                ? String.valueOf(((VarCharVector) reader.getVectorSchemaRoot().getVector(TableSchema.SEGMENT_ID))
                        .getObject(from))
                : "";
    }

    private boolean more() throws IOException {
        while (from >= reader.getVectorSchemaRoot().getRowCount()) {
            if (!reader.loadNextBatch()) {
                return false;
            }
            from = 0;
        }
        return true;
    }

    String input() {
        return input;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
