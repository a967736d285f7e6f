package dev.odograph.embedded.clickhouse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Mutations of tables whose file stayed empty, because the engine died or its disk was full when it wrote them. The engine
 * does not open a directory with one. Who asked for such a mutation was never told that it was taken, and asks again.
 */
final class TornMutations {
    private static final int DEPTH = 3;

    private TornMutations() {}

    /** Deletes them from {@code store/<xxx>/<uuid>/mutation_<n>.txt} of a data directory; gives what it deleted. */
    static List<Path> delete(Path data) throws IOException {
        Path store = data.resolve("store");
        if (!Files.isDirectory(store)) {
            return List.of();
        }
        List<Path> torn = new ArrayList<>();
        try (Stream<Path> files =
                Files.find(store, DEPTH, (path, is) -> is.isRegularFile() && is.size() == 0 && isMutation(path))) {
            for (Path file : files.toList()) {
                Files.delete(file);
                torn.add(file);
            }
        }
        return torn;
    }

    private static boolean isMutation(Path path) {
        return String.valueOf(path.getFileName()).matches("mutation_[0-9]+\\.txt");
    }
}
