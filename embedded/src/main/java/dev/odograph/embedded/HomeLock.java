package dev.odograph.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;

/** The right to supervise a home, until it is closed. */
final class HomeLock implements AutoCloseable {
    private final FileChannel channel;
    private final Runnable released;

    HomeLock(FileChannel channel, Runnable released) {
        this.channel = channel;
        this.released = released;
    }

    boolean isHeld() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the lock cannot be released", e);
        } finally {
            released.run();
        }
    }
}
