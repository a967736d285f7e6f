package dev.odograph.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The layout version of a data directory. */
final class HomeFormat {
    /** What brings a directory from one format to the next. */
    interface Migration {
        void apply(Path directory) throws IOException;
    }

    /** The migration at index i leads from format i to i + 1; format 0 has no format file and no servers' data. */
    private static final List<Migration> MIGRATIONS = List.of(directory -> {});

    private HomeFormat() {}

    /** Refuses a newer format, migrates an older one, writes the current one into a new directory. */
    static void check(Path directory) throws IOException {
        check(directory, MIGRATIONS);
    }

    static void check(Path directory, List<Migration> migrations) throws IOException {
        Path file = directory.resolve("format");
        int found = Files.exists(file) ? read(file) : 0;
        if (found > migrations.size()) {
            throw new EmbeddedException(
                    "HOME_TOO_NEW",
                    "the data directory " + directory + " has format " + found + ", this version knows formats up to "
                            + migrations.size() + "; use a newer Odograph, or another --home");
        }
        for (int format = found; format < migrations.size(); format++) {
            migrations.get(format).apply(directory);
            EmbeddedHome.writeAtomically(file, (format + 1 + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static int read(Path file) throws IOException {
        String text = Files.readString(file).strip();
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new EmbeddedException(
                    "HOME_TOO_NEW",
                    "the file " + file + " holds '" + text + "' instead of a format number; the directory is not one of"
                            + " this version's: choose another --home",
                    e);
        }
    }
}
