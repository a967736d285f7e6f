package dev.odograph.shrink;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A part of a stage's inputs.
 *
 * @param segments segments in order
 * @param rows numbers of rows by input, in order
 * @param blanked columns without their values by input
 */
record Slice(List<String> segments, Map<String, List<Long>> rows, Map<String, List<String>> blanked) {
    Slice {
        segments = List.copyOf(segments);
        rows = Map.copyOf(rows);
        blanked = Map.copyOf(blanked);
    }

    Slice withRows(String table, List<Long> kept) {
        Map<String, List<Long>> all = new TreeMap<>(rows);
        all.put(table, kept);
        return new Slice(segments, all, blanked);
    }

    Slice withBlanked(String table, List<String> columns) {
        Map<String, List<String>> all = new TreeMap<>(blanked);
        all.put(table, columns);
        return new Slice(segments, rows, all);
    }

    long size() {
        return rows.values().stream().mapToLong(List::size).sum();
    }
}
