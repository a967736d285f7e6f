package dev.odograph.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A directory of Parquet files that are named after their segments, with what no file's name holds as in an address. */
final class SegmentDirectory {
    private static final String ENDING = ".parquet";

    private SegmentDirectory() {}

    static SortedMap<String, Path> files(Path directory) {
        SortedMap<String, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : all.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(ENDING)) {
                    files.put(URLDecoder.decode(name.substring(0, name.length() - ENDING.length()), UTF_8), file);
                }
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("recordings in " + directory + " cannot be listed", e);
        }
    }
}
