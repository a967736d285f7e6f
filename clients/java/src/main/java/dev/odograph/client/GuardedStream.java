package dev.odograph.client;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A stream whose reader is not left waiting where the other side fell silent. */
class GuardedStream extends InputStream {
    private final InputStream in;
    private final long silenceNanos;
    /** Since when somebody reads; 0 while nobody does. */
    private volatile long since;

    private volatile boolean silent;
    private volatile boolean closed;

    GuardedStream(InputStream stream, Duration silence) {
        in = stream;
        silenceNanos = silence.toNanos();
        later();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        since = System.nanoTime() | 1;
        try {
            return in.read(to, offset, length);
        } catch (IOException e) {
            throw silent ? new IOException("nothing came for " + Duration.ofNanos(silenceNanos), e) : e;
        } finally {
            since = 0;
        }
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        in.close();
    }

    private void later() {
        CompletableFuture.delayedExecutor(silenceNanos / 4, TimeUnit.NANOSECONDS)
                .execute(this::look);
    }

    private void look() {
        if (closed) {
            return;
        }
        long began = since;
        if (began != 0 && System.nanoTime() - began > silenceNanos) {
            silent = true;
            try {
                close();
            } catch (IOException ignored) {
                // Its reader is told.
            }
        } else {
            later();
        }
    }
}
