package dev.odograph.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The disk that a campaign's home is on: a file system in memory, which root may make. It is filled by making it as small
 * as what is on it, so that every program that writes there meets the real error of a full disk.
 */
final class Disk implements AutoCloseable {
    private static final long BYTES = 3L << 30;

    private final Path directory;
    private final boolean mounted;

    private Disk(Path directory, boolean mounted) {
        this.directory = directory;
        this.mounted = mounted;
    }

    /** A disk at a directory, which is an ordinary one where this user may not mount. */
    static Disk at(Path directory) {
        boolean mounted = succeeds(
                List.of("mount", "-t", "tmpfs", "-o", "mode=0700,size=" + BYTES, "none", directory.toString()));
        return new Disk(directory, mounted);
    }

    Path directory() {
        return directory;
    }

    boolean canBeFilled() {
        return mounted;
    }

    /** Leaves no byte free, but for what was freed in the last moment. */
    void fill() {
        for (int attempt = 0; attempt < 100; attempt++) {
            try {
                var store = Files.getFileStore(directory);
                if (resize(store.getTotalSpace() - store.getUnallocatedSpace())) {
                    return;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("the disk at " + directory + " does not get full: others write faster");
    }

    void free() {
        if (!resize(BYTES)) {
            throw new IllegalStateException("the disk at " + directory + " cannot be enlarged again");
        }
    }

    private boolean resize(long bytes) {
        return succeeds(List.of("mount", "-o", "remount,size=" + bytes, directory.toString()));
    }

    @Override
    public void close() {
        if (mounted) {
            succeeds(List.of("umount", "-l", directory.toString()));
        }
    }

    static boolean succeeds(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
