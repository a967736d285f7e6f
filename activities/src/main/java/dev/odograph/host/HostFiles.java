package dev.odograph.host;

import dev.odograph.artifact.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
        FileTrees.delete(socketDirectory);
        FileTrees.delete(directory);
        if (Files.exists(log) && Files.size(log) == 0) {
            Files.delete(log);
        }
    }
}
