package dev.odograph.embedded.clickhouse;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.util.Map;
import java.util.StringJoiner;

/** One statement on a connection of its own. Not thread-safe. */
final class EngineSession implements AutoCloseable {
    private static final int COPY_BYTES = 64 * 1024;
    private static final String NO_STREAM = "Streaming query is not supported";

    private final LibChdb library;
    private final MemorySegment connection;
    private final Statement statement;
    private final Runnable release;
    private boolean closed;

    EngineSession(LibChdb library, MemorySegment connection, Statement statement, Runnable release) {
        this.library = library;
        this.connection = connection;
        this.statement = statement;
        this.release = release;
    }

    /** Where the output goes; called only once it is known that the statement started well. */
    interface Sink {
        OutputStream open(Progress progress) throws IOException;
    }

    /** What a finished statement wrote. */
    record Progress(long writtenRows, long writtenBytes) {
        static final Progress NONE = new Progress(0, 0);
    }

    /** Sets database, settings and, as the last, readonly, which forbids further settings. */
    void prepare() {
        if (!statement.database().isEmpty()) {
            run("USE " + SqlText.identifier(statement.database()));
        }
        StringJoiner settings = new StringJoiner(", ", "SET ", "");
        settings.add("log_comment = " + SqlText.literal(QueryTag.of(statement)));
        for (Map.Entry<String, String> setting : statement.settings().entrySet()) {
            if (!setting.getKey().equals("log_comment")) {
                settings.add(SqlText.settingName(setting.getKey()) + " = " + SqlText.literal(setting.getValue()));
            }
        }
        if (statement.readonly() > 0) {
            settings.add("readonly = " + statement.readonly());
        }
        run(settings.toString());
    }

    /** Runs the statement for its effect. */
    Progress execute() {
        MemorySegment result =
                checked(library.query(connection, statement.sql(), statement.format(), statement.parameters()));
        try {
            return new Progress(library.rowsWritten(result), library.bytesWritten(result));
        } finally {
            library.destroy(result);
        }
    }

    /**
     * Runs the statement and hands its output on: chunk by chunk where the engine can, otherwise through a file, so that
     * memory stays flat.
     *
     * @throws EngineException if it fails; where output was written before, the output is incomplete
     */
    void copyTo(Sink sink, Spool spool) throws IOException {
        boolean query = SqlText.mayStream(statement.sql());
        ChunkFrame frame = ChunkFrame.of(statement);
        if (query && frame == ChunkFrame.UNKNOWN) {
            copyByFile(sink, spool);
        } else if (!query || !stream(frame, sink)) {
            copyWhole(sink);
        }
    }

    private void copyByFile(Sink sink, Spool spool) throws IOException {
        try (Spool.Body body = spool.reserve()) {
            String sql = SqlText.intoFile(statement.sql(), body.file(), statement.format());
            library.destroy(checked(library.query(connection, sql, "Null", statement.parameters())));
            Files.copy(body.file(), sink.open(Progress.NONE));
        }
    }

    /** Runs the statement to its end and hands its output on, which is held in memory: cheaper for a small answer. */
    void copyWhole(Sink sink) throws IOException {
        MemorySegment result =
                checked(library.query(connection, statement.sql(), statement.format(), statement.parameters()));
        try {
            OutputStream out = sink.open(new Progress(library.rowsWritten(result), library.bytesWritten(result)));
            write(library.bytes(result), out);
        } finally {
            library.destroy(result);
        }
    }

    /** The result, or its error thrown after it was destroyed. */
    private MemorySegment checked(MemorySegment result) {
        String error = library.error(result);
        if (!error.isEmpty()) {
            library.destroy(result);
            throw EngineException.of(error);
        }
        return result;
    }

    /** False where nothing was written because the statement must run as a whole. */
    private boolean stream(ChunkFrame frame, Sink sink) throws IOException {
        MemorySegment stream = library.stream(connection, statement.sql(), statement.format(), statement.parameters());
        boolean ended = false;
        try {
            String error = library.error(stream);
            if (!error.isEmpty()) {
                ended = true;
                if (error.contains(NO_STREAM)) {
                    return false;
                }
                throw EngineException.of(error);
            }
            OutputStream out = null;
            while (!ended) {
                MemorySegment chunk = library.fetch(connection, stream);
                try {
                    String failure = library.error(chunk);
                    if (!failure.isEmpty()) {
                        ended = true;
                        throw EngineException.of(failure);
                    }
                    MemorySegment bytes = library.bytes(chunk);
                    // A result without rows is one chunk with a header, behind which fetching is an error.
                    ended = bytes.byteSize() == 0 || library.rowsRead(chunk) == 0;
                    if (bytes.byteSize() == 0 && out == null && frame != ChunkFrame.NONE) {
                        // Nor does it always stream a header without rows; a whole result has one.
                        return false;
                    }
                    long header = out == null || bytes.byteSize() == 0 ? 0 : frame.headerBytes(bytes);
                    if (out == null) {
                        out = sink.open(Progress.NONE);
                    }
                    write(bytes.asSlice(header, bytes.byteSize() - header - frame.endBytes(bytes)), out);
                    if (ended) {
                        out.write(frame.end());
                    }
                } finally {
                    library.destroy(chunk);
                }
            }
            return true;
        } finally {
            if (!ended) {
                library.cancel(connection, stream);
            }
            library.destroy(stream);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            release.run();
        }
    }

    private void run(String sql) {
        library.destroy(checked(library.query(connection, sql, "Null", Map.of())));
    }

    private static void write(MemorySegment bytes, OutputStream out) throws IOException {
        byte[] copy = new byte[(int) Math.min(bytes.byteSize(), COPY_BYTES)];
        for (long offset = 0; offset < bytes.byteSize(); offset += copy.length) {
            int count = (int) Math.min(copy.length, bytes.byteSize() - offset);
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, offset, copy, 0, count);
            out.write(copy, 0, count);
        }
    }
}
