package dev.odograph.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.odograph.spec.SpecJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Frames over a socket: four bytes of length, then JSON. One thread reads; any thread may send. */
final class FrameChannel implements AutoCloseable {
    private static final int MAX_BYTES = 256 << 20;

    private final SocketChannel socket;
    private final ReentrantLock sending = new ReentrantLock();

    FrameChannel(SocketChannel socket) {
        this.socket = socket;
    }

    void send(HostFrame frame) throws IOException {
        byte[] json = SpecJson.write(new Envelope(frame)).getBytes(UTF_8);
        if (json.length > MAX_BYTES) {
            throw new IOException("a frame of " + json.length + " bytes is above the limit of " + MAX_BYTES);
        }
        ByteBuffer buffer = ByteBuffer.allocate(4 + json.length);
        buffer.putInt(json.length).put(json).flip();
        sending.lock();
        try {
            while (buffer.hasRemaining()) {
                socket.write(buffer);
            }
        } finally {
            sending.unlock();
        }
    }

    /** The next frame; empty when the other side is gone. */
    Optional<HostFrame> receive() throws IOException {
        ByteBuffer head = ByteBuffer.allocate(4);
        if (!fill(head)) {
            return Optional.empty();
        }
        int length = head.flip().getInt();
        if (length < 0 || length > MAX_BYTES) {
            throw new IOException("a frame announces " + length + " bytes");
        }
        ByteBuffer body = ByteBuffer.allocate(length);
        if (!fill(body)) {
            return Optional.empty();
        }
        String json = new String(body.array(), UTF_8);
        return Optional.of(SpecJson.read(json, Envelope.class).frame());
    }

    private boolean fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (socket.read(buffer) < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Keeps the frame's kind in the JSON, whatever its class is. */
    private record Envelope(HostFrame frame) {}
}
