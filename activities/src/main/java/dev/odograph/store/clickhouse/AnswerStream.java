package dev.odograph.store.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.clickhouse.client.api.query.QueryResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.function.BiFunction;

/**
 * An answer on its way from the server. Where it breaks off, the server failed behind the first rows and ended the
 * connection so that nobody takes the rows for all: reading then throws, with the server's reason where that arrived.
 */
final class AnswerStream extends FilterInputStream {
    private static final int TAIL_BYTES = 4096;
    private static final String ERROR = "Code: ";

    private final QueryResponse answer;
    private final BiFunction<String, IOException, RuntimeException> failure;
    private final byte[] tail = new byte[TAIL_BYTES];
    private long bytes;

    /**
     * @param failure makes the error of an answer that broke off, from what is known and the cause
     */
    AnswerStream(QueryResponse answer, BiFunction<String, IOException, RuntimeException> failure) {
        super(answer.getInputStream());
        this.answer = answer;
        this.failure = failure;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        try {
            int count = in.read(target, offset, length);
            remember(target, offset, count);
            return count;
        } catch (IOException e) {
            throw failure.apply("the answer broke off after " + bytes + " bytes and is incomplete" + reason(), e);
        }
    }

    /** Drops the connection where the answer was not read to its end, rather than reading what nobody wants. */
    @Override
    public void close() throws IOException {
        try {
            answer.close();
        } catch (Exception e) {
            throw new IOException("the answer cannot be closed: " + e, e);
        }
    }

    private void remember(byte[] source, int offset, int count) {
        for (int i = Math.max(0, count - TAIL_BYTES); i < count; i++) {
            tail[(int) ((bytes + i) % TAIL_BYTES)] = source[offset + i];
        }
        bytes += Math.max(count, 0);
    }

    private String reason() {
        int count = (int) Math.min(bytes, TAIL_BYTES);
        byte[] ordered = new byte[count];
        for (int i = 0; i < count; i++) {
            ordered[i] = tail[(int) ((bytes - count + i) % TAIL_BYTES)];
        }
        String text = new String(ordered, UTF_8);
        int start = text.lastIndexOf(ERROR);
        return start < 0
                ? "; logs/clickhouse.log in the data directory may say why"
                : ": " + text.substring(start).strip();
    }
}
