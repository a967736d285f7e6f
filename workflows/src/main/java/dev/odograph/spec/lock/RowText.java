package dev.odograph.spec.lock;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A row as one line of the lock file: {@code sim_1 | 2 | 0.5}; null is {@code ~}. */
final class RowText {
    private RowText() {}

    static String of(@Nullable Object[] row) {
        return Arrays.stream(row).map(RowText::cell).collect(Collectors.joining(" | "));
    }

    static List<String> cells(String row) {
        return new ArrayList<>(List.of(row.split(" \\| ", -1)));
    }

    private static String cell(@Nullable Object value) {
        return value == null
                ? "~"
                : value instanceof String text
                        ? text.replace("\\", "\\\\").replace("|", "\\p").replace("~", "\\t")
                        : value.toString();
    }
}
