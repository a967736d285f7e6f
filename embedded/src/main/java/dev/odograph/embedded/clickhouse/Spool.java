package dev.odograph.embedded.clickhouse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A directory for the bodies of inserts on their way into the engine. */
final class Spool {
    private final Path directory;

    /** Opens the directory and deletes what an earlier process left there. */
    Spool(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory)) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }

    /** A body on disk, deleted on close. */
    record Body(Path file, long bytes) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            Files.deleteIfExists(file);
        }
    }

    /**
     * Copies a stream to disk without holding it in memory.
     *
     * <p>A full disk, or a client that goes away, is an {@link EngineException} with code 243.
     *
     * @param suffix what tells the engine how the body is compressed, such as {@code .gz}; or empty
     */
    Body store(InputStream body, String suffix) throws IOException {
        Path file = directory.resolve(UUID.randomUUID() + suffix);
        try {
            return new Body(file, Files.copy(body, file));
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw unwritten(e);
        }
    }

    /** A name for a file that the engine writes; it is not there yet. */
    Body reserve() {
        return new Body(directory.resolve(UUID.randomUUID().toString()), 0);
    }

    /** Writes text to disk. */
    Body store(CharSequence text) throws IOException {
        Path file = directory.resolve(UUID.randomUUID().toString());
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            return new Body(file, Files.size(file));
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw unwritten(e);
        }
    }

    private EngineException unwritten(IOException e) {
        return new EngineException(
                243,
                "Code: 243. DB::Exception: the data cannot be written to " + directory + " (" + e
                        + "): free disk space; nothing was inserted. (NOT_ENOUGH_SPACE)");
    }
}
