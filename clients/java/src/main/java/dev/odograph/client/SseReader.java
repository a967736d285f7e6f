package dev.odograph.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Data of server-sent events. Lines end at line feeds only, not where JSON's texts may go on, such as at U+2028. */
final class SseReader {
    private final InputStream stream;
    private final Consumer<String> place;
    private final byte[] chunk = new byte[1 << 13];
    private int at;
    private int filled;

    /**
     * A reader.
     *
     * @param place is told ids that come without data: the place that a stream begins at
     */
    SseReader(InputStream stream, Consumer<String> place) {
        this.stream = stream;
        this.place = place;
    }

    /** Data of the next event; null where the stream ended. An event that it ended in is none. */
    @Nullable
    String next() throws IOException {
        StringJoiner data = new StringJoiner("\n");
        boolean any = false;
        String id = null;
        for (String line = line(); line != null; line = line()) {
            if (line.startsWith("data:")) {
                data.add(line.startsWith("data: ") ? line.substring(6) : line.substring(5));
                any = true;
            } else if (line.startsWith("id:")) {
                id = line.substring(3).strip();
            } else if (line.isEmpty() && any) {
                return data.toString();
            } else if (line.isEmpty() && id != null) {
                place.accept(id);
                id = null;
            }
        }
        return null;
    }

    private @Nullable String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            if (at == filled) {
                filled = stream.read(chunk);
                at = 0;
                if (filled < 0) {
                    filled = 0;
                    return null;
                }
            }
            int from = at;
            while (at < filled && chunk[at] != '\n') {
                at++;
            }
            line.write(chunk, from, at - from);
            if (at < filled) {
                at++;
                String text = line.toString(StandardCharsets.UTF_8);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
        }
    }
}
