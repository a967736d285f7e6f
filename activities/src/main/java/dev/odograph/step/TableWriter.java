package dev.odograph.step;

import dev.odograph.artifact.ArrowSchemas;
import dev.odograph.artifact.TableFile;
import dev.odograph.batch.RowHasher;
import dev.odograph.spec.TableSchema;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/** Writes one Arrow stream file batch by batch and hashes its rows. Buffers are referred to, not copied. */
final class TableWriter implements AutoCloseable {
    private final TableSchema schema;
    private final Path path;
    private final VectorSchemaRoot root;
    private final VectorLoader loader;
    private final RowHasher hasher;
    private final FileChannel channel;
    private final ArrowStreamWriter writer;

    TableWriter(BufferAllocator allocator, TableSchema schema, Path path) {
        this.schema = schema;
        this.path = path;
        this.hasher = new RowHasher(schema);
        this.root = VectorSchemaRoot.create(ArrowSchemas.of(schema), allocator);
        this.loader = new VectorLoader(root);
        try {
            this.channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            this.writer = new ArrowStreamWriter(root, null, channel);
            writer.start();
        } catch (IOException e) {
            root.close();
            throw Failures.unwritable(path.toString(), e);
        }
    }

    /** Appends a batch, whose columns are found by name; larger ones are cut. */
    void write(VectorSchemaRoot batch) {
        for (int from = 0; from < batch.getRowCount(); from += DuckDb.BATCH_ROWS) {
            int rows = Math.min(DuckDb.BATCH_ROWS, batch.getRowCount() - from);
            if (rows == batch.getRowCount()) {
                append(batch);
            } else {
                try (VectorSchemaRoot slice = batch.slice(from, rows)) {
                    append(slice);
                }
            }
        }
    }

    private void append(VectorSchemaRoot batch) {
        try (ArrowRecordBatch record = new VectorUnloader(CheckedReader.columns(schema, batch)).getRecordBatch()) {
            loader.load(record);
            hasher.add(root);
            writer.writeBatch();
            root.clear();
        } catch (IOException e) {
            throw Failures.unwritable(path.toString(), e);
        }
    }

    /** Writes all rows of a stream. */
    void writeAll(ArrowReader rows) {
        try {
            VectorSchemaRoot batch = rows.getVectorSchemaRoot();
            while (rows.loadNextBatch()) {
                write(batch);
            }
        } catch (IOException e) {
            throw Failures.unreadable("the stream that becomes " + path, e);
        }
    }

    /** Ends the file; it is on the disk afterwards. */
    StageOutput finish() {
        try {
            writer.end();
            return new StageOutput(
                    List.of(new TableFile(TableFile.Format.ARROW_STREAM, path.toString(), null)),
                    hasher.digest(),
                    channel.size());
        } catch (IOException e) {
            throw Failures.unwritable(path.toString(), e);
        }
    }

    @Override
    public void close() {
        try {
            root.close();
            channel.close();
        } catch (IOException e) {
            throw Failures.unwritable(path.toString(), e);
        }
    }
}
