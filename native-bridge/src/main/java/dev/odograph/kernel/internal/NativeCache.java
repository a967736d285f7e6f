package dev.odograph.kernel.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where native libraries of the jar are unpacked: {@code odograph.native.cache}, else the user's cache directory, else
 * a directory of this user below {@code java.io.tmpdir}; the first that can be written and belongs to this user alone.
 * Files are named by their digest and never change, so processes share them.
 */
public final class NativeCache {
    private static final String LOADER_PROPERTY = "org.bytedeco.javacpp.cachedir";
    private static final String MEMORY_PROPERTY = "org.bytedeco.javacpp.maxPhysicalBytes";
    private static @Nullable Path directory;

    private NativeCache() {}

    /**
     * Tells JavaCPP's loader to unpack here as well, and not to read /proc at each small allocation in order to bound
     * the process's memory, which the step host does; unless it was told otherwise.
     */
    static void useForLoader() {
        if (System.getProperty(MEMORY_PROPERTY) == null) {
            System.setProperty(MEMORY_PROPERTY, "0");
        }
        if (System.getProperty(LOADER_PROPERTY) == null) {
            System.setProperty(LOADER_PROPERTY, directory().resolve("javacpp").toString());
        }
    }

    /** Unpacks a resource of {@code owner}'s jar and returns its path, whose file name is the resource's. */
    public static Path unpack(Class<?> owner, String resource) {
        try (InputStream stream = owner.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("resource " + resource + " of " + owner.getName()
                        + " is missing: build native-bridge with Maven, which compiles it");
            }
            byte[] bytes = stream.readAllBytes();
            Path folder = Files.createDirectories(directory().resolve(sha256(bytes)));
            Path file = folder.resolve(resource.substring(resource.lastIndexOf('/') + 1));
            if (!Files.exists(file) || Files.size(file) != bytes.length) {
                Path fresh = Files.createTempFile(folder, "unpack", ".tmp");
                Files.write(fresh, bytes);
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + resource, e);
        }
    }

    /** The SHA-256 of the bytes in lower-case hex. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static synchronized Path directory() {
        if (directory == null) {
            directory = choose(candidates());
        }
        return directory;
    }

    private static List<Path> candidates() {
        List<Path> paths = new ArrayList<>();
        String configured = System.getProperty("odograph.native.cache");
        if (configured != null) {
            paths.add(Path.of(configured));
        }
        String cache = System.getenv("XDG_CACHE_HOME");
        paths.add(
                cache == null || cache.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".cache", "odograph", "native")
                        : Path.of(cache, "odograph", "native"));
        paths.add(
                Path.of(System.getProperty("java.io.tmpdir"), "odograph-" + System.getProperty("user.name"), "native"));
        return paths;
    }

    /** The first usable candidate, made if needed. */
    static Path choose(List<Path> candidates) {
        StringBuilder tried = new StringBuilder();
        for (Path candidate : candidates) {
            try {
                return usable(candidate.toAbsolutePath());
            } catch (IOException | UnsupportedOperationException e) {
                tried.append(tried.isEmpty() ? "" : "; ").append(e);
            }
        }
        throw new IllegalStateException("no directory for native libraries can be written; set -Dodograph.native.cache"
                + " to one that can. Tried: " + tried);
    }

    private static Path usable(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(directory.getParent());
            try {
                Files.createDirectory(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                    throw e;
                }
            }
        }
        Path probe = Files.createTempFile(directory, "probe", ".tmp");
        boolean mine = Files.getOwner(directory).equals(Files.getOwner(probe));
        boolean shared = Files.getPosixFilePermissions(directory).stream()
                .anyMatch(permission -> permission.name().equals("OTHERS_WRITE")
                        || permission.name().equals("GROUP_WRITE"));
        Files.delete(probe);
        if (!mine || shared) {
            throw new IOException(directory + " belongs to someone else or others may write to it");
        }
        return directory;
    }
}
