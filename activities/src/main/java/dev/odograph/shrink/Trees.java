package dev.odograph.shrink;

import dev.odograph.artifact.FileTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Directories with all that is in them. */
final class Trees {
    private Trees() {}

    static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try {
            FileTrees.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be deleted", e);
        }
    }
}
