package dev.odograph.step;

import dev.odograph.error.ErrorCode;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.duckdb.DuckDBResultSet;

/** The rows of a running query. Errors name what ran; closing it closes the engine behind it. */
final class QueryReader extends ArrowReader {
    private final StageScope scope;
    private final Runnable onClose;
    private final Statement statement;
    private final DuckDBResultSet result;
    private final Cancellation.Registration registration;
    private final ArrowReader rows;
    private final ErrorCode code;
    private final String subject;
    private boolean closed;

    QueryReader(
            StageScope scope,
            Runnable onClose,
            Statement statement,
            DuckDBResultSet result,
            Cancellation.Registration registration,
            ArrowReader rows,
            ErrorCode code,
            String subject) {
        super(scope.allocator());
        this.scope = scope;
        this.onClose = onClose;
        this.statement = statement;
        this.result = result;
        this.registration = registration;
        this.rows = rows;
        this.code = code;
        this.subject = subject;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        scope.cancellation().check();
        prepareLoadNextBatch();
        try {
            if (!rows.loadNextBatch()) {
                return false;
            }
            loadRecordBatch(new VectorUnloader(rows.getVectorSchemaRoot()).getRecordBatch());
            return true;
        } catch (IOException | RuntimeException e) {
            if (scope.cancellation().cancelled()) {
                throw scope.cancellation().error();
            }
            throw Failures.duckDb(code, subject, e);
        }
    }

    @Override
    public long bytesRead() {
        return rows.bytesRead();
    }

    @Override
    protected Schema readSchema() throws IOException {
        return rows.getVectorSchemaRoot().getSchema();
    }

    @Override
    protected void closeReadSource() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        registration.close();
        rows.close();
        try {
            result.close();
            statement.close();
        } catch (SQLException e) {
            throw new IOException(e);
        }
        onClose.run();
    }
}
