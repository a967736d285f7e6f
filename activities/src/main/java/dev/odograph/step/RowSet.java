package dev.odograph.step;

import dev.odograph.artifact.ArrowFiles;
import dev.odograph.artifact.TableFile;
import dev.odograph.spec.TableSchema;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/** What one step hands to the next: files that can be read again, or a stream that is read once. */
sealed interface RowSet extends AutoCloseable {
    TableSchema schema();

    @Override
    void close();

    /** Rows in files, sorted by key and checked before. */
    record Files(TableSchema schema, List<TableFile> files) implements RowSet {
        public Files {
            files = List.copyOf(files);
        }

        List<TableFile> of(TableFile.Format format) {
            return files.stream().filter(file -> file.format() == format).toList();
        }

        @Override
        public void close() {}
    }

    /** Rows sorted by key that flow once; whoever reads them closes them. */
    record Stream(TableSchema schema, ArrowReader reader) implements RowSet {
        @Override
        public void close() {
            try {
                reader.close();
            } catch (IOException e) {
                throw Failures.unreadable("a step's output", e);
            }
        }
    }

    /** The rows as a stream: Arrow files are read as they are, Parquet through DuckDB. */
    default ArrowReader read(StageScope scope) {
        return switch (this) {
            case Stream stream -> stream.reader();
            case Files files ->
                files.of(TableFile.Format.PARQUET).isEmpty()
                        ? new ArrowFiles(scope.allocator(), files.schema(), files.files())
                        : FileScan.sorted(scope, files);
        };
    }

    /** Rows of Arrow files only. */
    static ArrowReader arrow(BufferAllocator allocator, Files files) {
        return new ArrowFiles(allocator, files.schema(), files.of(TableFile.Format.ARROW_STREAM));
    }
}
