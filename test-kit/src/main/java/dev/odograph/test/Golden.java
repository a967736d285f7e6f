package dev.odograph.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;

/**
 * Tables that were reviewed and are kept beside the tests, as CSV in {@code src/test/resources/golden/}. With
 * {@code -Dodograph.update=true} they are written instead of compared: look at the difference before you commit it.
 */
public final class Golden {
    private static final Path DIRECTORY = Path.of("src", "test", "resources", "golden");

    private final Path directory;
    private final boolean update;

    Golden(Path directory, boolean update) {
        this.directory = directory;
        this.update = update;
    }

    /**
     * Asserts that a table is the one kept as {@code golden/NAME.csv}.
     *
     * @throws AssertionError naming what differs, or that there is no such file yet
     */
    public static void check(String name, TestTable actual, Tolerance tolerance) {
        new Golden(DIRECTORY, Boolean.getBoolean("odograph.update")).compare(name, actual, tolerance);
    }

    void compare(String name, TestTable actual, Tolerance tolerance) {
        Path file = directory.resolve(name + ".csv");
        try {
            if (update) {
                Files.createDirectories(directory);
                Files.writeString(file, actual.toString());
                return;
            }
            if (!Files.exists(file)) {
                Assertions.fail("there is no golden " + file + ": write it with -Dodograph.update=true, and review it");
            }
            differ(file, Files.readString(file, UTF_8).lines().toList(), actual, tolerance);
        } catch (IOException e) {
            throw new UncheckedIOException("golden " + file + " cannot be used", e);
        }
    }

    private static void differ(Path file, List<String> reviewed, TestTable actual, Tolerance tolerance) {
        List<String> given = actual.toString().lines().toList();
        List<String> differences = new ArrayList<>();
        for (int line = 0; line < Math.max(reviewed.size(), given.size()); line++) {
            String wanted = line < reviewed.size() ? reviewed.get(line) : "(no row)";
            String found = line < given.size() ? given.get(line) : "(no row)";
            if (!same(wanted, found, tolerance)) {
                differences.add("line " + (line + 1) + ":\n    reviewed " + wanted + "\n    is       " + found);
            }
        }
        if (!differences.isEmpty()) {
            Assertions.fail("the table differs from " + file + " in " + differences.size() + " line(s):\n  "
                    + String.join("\n  ", differences.subList(0, Math.min(10, differences.size())))
                    + "\nIf so intended: -Dodograph.update=true");
        }
    }

    private static boolean same(String wanted, String found, Tolerance tolerance) {
        if (wanted.equals(found)) {
            return true;
        }
        String[] left = wanted.split(",", -1);
        String[] right = found.split(",", -1);
        if (left.length != right.length) {
            return false;
        }
        for (int at = 0; at < left.length; at++) {
            if (!left[at].equals(right[at]) && !near(left[at], right[at], tolerance)) {
                return false;
            }
        }
        return true;
    }

    private static boolean near(String wanted, String found, Tolerance tolerance) {
        try {
            return tolerance.same(Double.valueOf(wanted), Double.valueOf(found));
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
