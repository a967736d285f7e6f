package dev.odograph.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Whether a data directory can be written, asked before anything starts in it. */
final class DiskSpace {
    private static final int PROBE_BYTES = 1 << 20;

    private DiskSpace() {}

    /**
     * Writes a probe of one MiB through to the disk and removes it.
     *
     * @throws EmbeddedException {@code DISK_FULL}, or {@code HOME_UNUSABLE} where the disk is not what is wrong
     */
    static void require(Path directory) {
        try {
            Path probe = Files.createTempFile(directory, "probe", ".tmp");
            try (FileChannel channel = FileChannel.open(probe, StandardOpenOption.WRITE)) {
                ByteBuffer zeros = ByteBuffer.allocate(PROBE_BYTES);
                while (zeros.hasRemaining()) {
                    channel.write(zeros);
                }
                channel.force(true);
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException e) {
            throw failure(directory, e);
        }
    }

    /** The failure to write a data directory, which names it and the mend. */
    static EmbeddedException failure(Path directory, IOException e) {
        if (isFull(e)) {
            return new EmbeddedException(
                    "DISK_FULL",
                    "no space is left to write in the data directory " + directory + " (" + e + "); free disk space, or"
                            + " choose another disk by --home or ODOGRAPH_HOME",
                    e);
        }
        return new EmbeddedException(
                "HOME_UNUSABLE",
                "the data directory " + directory + " cannot be written (" + e + "); choose another by"
                        + " --home or ODOGRAPH_HOME, or free disk space",
                e);
    }

    /** Java has no type for a full disk, a quota that is used up, or a file that may not grow: the system's words. */
    private static boolean isFull(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left on device")
                || message.contains("Disk quota exceeded")
                || message.contains("File too large");
    }
}
