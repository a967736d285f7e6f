package dev.odograph.host;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The files of one step host.
 *
 * @param directory its working, home and temporary directory; goes with the process
 * @param socketDirectory holds the socket, readable by this user only; a socket's path must be short
 * @param log what it and its author's code print
 * @param crashReport where the JVM writes its report if it dies of a signal
 */
record HostFiles(Path directory, Path socketDirectory, Path log, Path crashReport) {
    static HostFiles create(HostSettings settings, long number) throws IOException {
        String name = "step-host-" + ProcessHandle.current().pid() + "-" + number;
        Files.createDirectories(settings.logs());
        Files.createDirectories(settings.work());
        return new HostFiles(
                Files.createTempDirectory(settings.work(), name + "-"),
                Files.createTempDirectory(Path.of("/tmp"), "odograph-"),
                settings.logs().resolve(name + ".log"),
                settings.logs().resolve(name + ".crash.txt"));
    }

    Path socket() {
        return socketDirectory.resolve("s");
    }

    /** Removes what goes with the process; the log stays if anything was printed. */
    void remove() throws IOException {
        removeTree(socketDirectory);
        removeTree(directory);
        if (Files.exists(log) && Files.size(log) == 0) {
            Files.delete(log);
        }
    }

    private static void removeTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path directory, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
