package dev.odograph.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import org.jspecify.annotations.Nullable;

/** Of an answer: its bytes, or a stream where it is read bit by bit. */
final class Body {
    private final byte[] bytes;
    private final @Nullable InputStream stream;

    private Body(byte[] bytes, @Nullable InputStream stream) {
        this.bytes = bytes;
        this.stream = stream;
    }

    /** Reads whole what is not rows, and what says that there are none. */
    static BodyHandler<Body> handler(boolean rows) {
        return head -> rows && Transport.good(head.statusCode())
                ? BodySubscribers.mapping(BodySubscribers.ofInputStream(), stream -> new Body(new byte[0], stream))
                : BodySubscribers.mapping(BodySubscribers.ofByteArray(), bytes -> new Body(bytes, null));
    }

    byte[] bytes() {
        return bytes;
    }

    InputStream stream() {
        return stream == null ? InputStream.nullInputStream() : stream;
    }

    void close() {
        try {
            stream().close();
        } catch (IOException ignored) {
            // Nobody reads it.
        }
    }
}
