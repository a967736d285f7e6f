package dev.odograph.store.clickhouse;

import com.clickhouse.client.api.DataStreamWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The body of an INSERT, which goes out once. The client's own retries are off, but the HTTP transport beneath it asks for
 * the body again after a 503 or a redirect, and has no switch for that.
 */
final class OneBody implements DataStreamWriter {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final InputStream rows;
    private final Runnable abort;
    private final AtomicBoolean sent = new AtomicBoolean();

    /**
     * @param abort ends the request under way, so that not even its head leaves
     */
    OneBody(InputStream rows, Runnable abort) {
        this.rows = rows;
        this.abort = abort;
    }

    @Override
    public void onOutput(OutputStream out) throws IOException {
        if (!sent.compareAndSet(false, true)) {
            abort.run();
            throw new IOException("the server asked to have an INSERT sent again, which could store its rows twice");
        }
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int count = rows.read(buffer); count >= 0; count = rows.read(buffer)) {
            out.write(buffer, 0, count);
        }
    }

    @Override
    public void onRetry() throws IOException {
        throw new IOException("an INSERT is never sent again");
    }
}
