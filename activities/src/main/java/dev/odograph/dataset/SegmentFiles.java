package dev.odograph.dataset;

import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files that may make a segment.
 *
 * @param stem their common name without its ending: the segment's id unless a column says another
 * @param tables file by table name
 */
record SegmentFiles(String stem, SortedMap<String, Path> tables) {
    SegmentFiles {
        tables = new TreeMap<>(tables);
    }
}
