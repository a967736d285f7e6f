package dev.odograph.artifact;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.TableSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Reads Arrow stream files one after the other as one stream; at most one batch is in memory. Not thread-safe. */
public final class ArrowFiles extends ArrowReader {
    private final TableSchema schema;
    private final Iterator<TableFile> files;
    private @Nullable ArrowStreamReader current;
    private @Nullable TableFile file;
    private long bytes;

    /**
     * @param allocator what batches are allocated from
     * @param schema the schema that all files have
     * @param files ARROW_STREAM files
     */
    public ArrowFiles(BufferAllocator allocator, TableSchema schema, List<TableFile> files) {
        super(allocator);
        this.schema = schema;
        this.files = List.copyOf(files).iterator();
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        prepareLoadNextBatch();
        while (true) {
            ArrowStreamReader reader = current;
            if (reader == null) {
                if (!files.hasNext()) {
                    return false;
                }
                open(files.next());
                continue;
            }
            if (loaded(reader)) {
                return true;
            }
            bytes += reader.bytesRead();
            reader.close();
            current = null;
        }
    }

    private boolean loaded(ArrowStreamReader reader) {
        try {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            if (!reader.loadNextBatch()) {
                return false;
            }
            ArrowRecordBatch batch = new VectorUnloader(root).getRecordBatch();
            loadRecordBatch(batch);
            return true;
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw damaged(e);
        }
    }

    private void open(TableFile next) {
        file = next;
        try {
            current = new ArrowStreamReader(FileChannel.open(Path.of(next.path()), StandardOpenOption.READ), allocator);
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private OdographException damaged(Exception cause) {
        String path = file == null ? "" : file.path();
        return new OdographException(
                ErrorCode.ARTIFACT_UNAVAILABLE,
                "Artifact file " + path + " cannot be read (" + cause.getMessage()
                        + "): delete it, and the next pass computes it again",
                cause);
    }

    @Override
    public long bytesRead() {
        return bytes;
    }

    @Override
    protected void closeReadSource() {
        try {
            if (current != null) {
                current.close();
                current = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Schema readSchema() {
        return ArrowSchemas.of(schema);
    }
}
