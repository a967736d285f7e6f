package dev.odograph.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The data directory of one embedded stack. Everything a stack keeps lies here: data of the three servers, their ports,
 * the secret, logs and the state.
 *
 * <p>Immutable and thread-safe.
 */
public final class EmbeddedHome {
    /** Homes locked by this process: a file lock would be lost when any other channel on the file closes. */
    private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

    private static final int SECRET_BYTES = 24;

    private final Path directory;

    private EmbeddedHome(Path directory) {
        this.directory = directory;
    }

    /** The directory that ODOGRAPH_HOME names, else {@code ~/.odograph}. */
    public static Path defaultDirectory() {
        return defaultDirectory(System.getenv());
    }

    static Path defaultDirectory(Map<String, String> environment) {
        String configured = environment.getOrDefault("ODOGRAPH_HOME", "");
        return configured.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".odograph")
                : Path.of(configured).toAbsolutePath();
    }

    /**
     * Opens a data directory, and makes it where there is none.
     *
     * @throws EmbeddedException {@code HOME_TOO_NEW} if a newer version wrote it; {@code DISK_FULL} or {@code
     *     HOME_UNUSABLE} if it cannot be written
     */
    public static EmbeddedHome open(Path directory) {
        EmbeddedHome home = new EmbeddedHome(directory.toAbsolutePath().normalize());
        try {
            Files.createDirectories(home.logs());
            HomeFormat.check(home.directory);
            home.createSecret();
        } catch (IOException e) {
            throw DiskSpace.failure(home.directory, e);
        }
        return home;
    }

    /** The absolute path. */
    public Path directory() {
        return directory;
    }

    /** Where each part writes its log, one file a part. */
    public Path logs() {
        return directory.resolve("logs");
    }

    /** The log of a part. */
    public Path log(String part) {
        return logs().resolve(part + ".log");
    }

    /** Password of ClickHouse and PostgreSQL, 48 hexadecimal digits. Never print it. */
    public String secret() {
        try {
            return Files.readString(secretFile()).strip();
        } catch (IOException e) {
            throw new EmbeddedException(
                    "HOME_UNUSABLE", "the file " + secretFile() + " cannot be read (" + e + "); check its owner", e);
        }
    }

    Path secretFile() {
        return directory.resolve("secret");
    }

    Path stateFile() {
        return directory.resolve("state.json");
    }

    Path portsFile() {
        return directory.resolve("ports.json");
    }

    /** A directory of a part's own. */
    Path data(String part) {
        return directory.resolve(part);
    }

    /**
     * Takes the lock that one supervisor at a time may hold; closing releases it.
     *
     * @throws EmbeddedException {@code HOME_IN_USE} if another supervisor holds it
     */
    HomeLock lock() {
        if (LOCKED.add(directory)) {
            try {
                FileChannel channel = FileChannel.open(
                        directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                if (channel.tryLock() != null) {
                    return new HomeLock(channel, () -> LOCKED.remove(directory));
                }
                channel.close();
                LOCKED.remove(directory);
            } catch (IOException e) {
                LOCKED.remove(directory);
                throw new EmbeddedException(
                        "HOME_UNUSABLE", "the file " + directory.resolve("lock") + " cannot be locked: " + e, e);
            }
        }
        throw new EmbeddedException(
                "HOME_IN_USE",
                "another supervisor runs the stack in " + directory
                        + "; use that one, stop it by 'odograph down', or choose another --home");
    }

    /** Whether a supervisor runs here now. */
    public boolean isRunning() {
        if (LOCKED.contains(directory)) {
            return true;
        }
        try (HomeLock lock = lock()) {
            return !lock.isHeld();
        } catch (EmbeddedException e) {
            if (e.code().equals("HOME_IN_USE")) {
                return true;
            }
            throw e;
        }
    }

    /** Replaces a file as a whole, so that readers never see half of it. */
    static void writeAtomically(Path file, byte[] content) throws IOException {
        Path temporary =
                Files.createTempFile(file.getParent(), file.getFileName().toString(), ".tmp");
        try {
            Files.write(temporary, content);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void createSecret() throws IOException {
        if (Files.exists(secretFile())) {
            return;
        }
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        // A temporary file has mode 0600 from its first moment.
        writeAtomically(secretFile(), HexFormat.of().formatHex(secret).getBytes(StandardCharsets.US_ASCII));
        Files.setPosixFilePermissions(secretFile(), PosixFilePermissions.fromString("rw-------"));
    }
}
