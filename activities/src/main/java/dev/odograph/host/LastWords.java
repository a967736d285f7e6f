package dev.odograph.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** The end of a host's log, short enough for an error message. */
final class LastWords {
    private static final int BYTES = 2048;
    private static final int SHOWN = 200;

    private LastWords() {}

    static String of(Path log) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] tail = new byte[(int) Math.min(BYTES, file.length())];
            file.seek(file.length() - tail.length);
            file.readFully(tail);
            String last = new String(tail, UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .reduce("", (before, line) -> line.strip());
            return last.length() <= SHOWN ? last : last.substring(0, SHOWN) + "…";
        } catch (IOException e) {
            return "";
        }
    }
}
