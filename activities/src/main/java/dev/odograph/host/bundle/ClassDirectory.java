package dev.odograph.host.bundle;

import dev.odograph.graph.MetricFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A directory of classes as a jar: entries in order of name, all of one time. */
final class ClassDirectory {
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    private ClassDirectory() {}

    static void pack(Path directory, Path jar) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Path file : files) {
                add(
                        zip,
                        directory
                                .relativize(file)
                                .toString()
                                .replace(file.getFileSystem().getSeparator(), "/"),
                        file);
            }
        }
    }

    /** A jar of a metric's file and what it names beside it. */
    static void packFiles(List<Path> files, Path jar) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Path file : files) {
                add(zip, MetricFile.RESOURCES + file.getFileName(), file);
            }
        }
    }

    private static void add(ZipOutputStream zip, String name, Path file) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
        Files.copy(file, zip);
    }
}
