package dev.odograph.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The library that ends the ClickHouse engine at its first write that fails, since the engine itself goes on: see
 * {@code write_guard.c}. There is one on Linux.
 */
final class WriteGuard {
    private static final String FILE = "libodograph_write_guard.so";

    private WriteGuard() {}

    /** The library as a file of the cache. */
    static Optional<Path> place(Downloads downloads) throws IOException, InterruptedException {
        try (InputStream resource = WriteGuard.class.getResourceAsStream("native/" + FILE)) {
            if (resource == null) {
                return Optional.empty();
            }
            byte[] library = resource.readAllBytes();
            CRC32 digest = new CRC32();
            digest.update(library);
            String name = "write-guard-" + HexFormat.of().toHexDigits((int) digest.getValue());
            return Optional.of(downloads.place(name, FILE, directory -> Files.write(directory.resolve(FILE), library)));
        }
    }
}
