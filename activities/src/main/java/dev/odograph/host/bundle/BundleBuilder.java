package dev.odograph.host.bundle;

import dev.odograph.artifact.FileTrees;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.graph.MetricFile;
import dev.odograph.spec.SpecJson;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Puts bundles together under {@code <store>/bundles/<digest>/}. A bundle appears whole or not at all, and is never
 * changed afterwards. Thread-safe, also across processes.
 */
public final class BundleBuilder {
    /** How directories of bundles in the making are called. */
    static final String STAGING = ".tmp-";

    private final Path bundles;
    private final BundleDescriber describer;

    /** A builder that keeps bundles under {@code store} and has their graphs read by {@code describer}. */
    public BundleBuilder(Path store, BundleDescriber describer) {
        this.bundles = store.toAbsolutePath().resolve("bundles");
        this.describer = describer;
    }

    /**
     * Builds a bundle, or finds the one with the same contents.
     *
     * @param code jars, directories of classes, or metrics as {@code .sql} and {@code .py} files, in class-path order; a jar
     *     or directory may hold kernel libraries in its folder {@code native/}
     * @param libraries further shared libraries with kernels; the file names of all are unique
     * @throws OdographException BUNDLE_INVALID where a file cannot be read; GRAPH_INVALID with all problems of all graphs;
     *     DISK_FULL
     */
    public Bundle build(List<Path> code, List<Path> libraries) {
        Path staging = null;
        try {
            Files.createDirectories(bundles);
            staging = Files.createTempDirectory(bundles, STAGING);
            List<Path> jars = stageCode(code, Files.createDirectory(staging.resolve(Bundle.JARS)));
            Path folder = Files.createDirectory(staging.resolve(Bundle.LIBRARIES));
            List<Path> natives = new ArrayList<>(stageLibraries(libraries, folder));
            for (Path jar : jars) {
                natives.addAll(PackedLibraries.unpack(jar, folder));
            }
            BundleContents contents = BundleContents.read(jars, natives);
            Path home = bundles.resolve(contents.digest());
            if (Files.exists(home)) {
                BundleShelf.touch(home);
            } else {
                describe(staging, contents);
                publish(staging, home);
            }
            return Bundle.open(home);
        } catch (FileSystemException e) {
            throw failure(e);
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.BUNDLE_INVALID, "A bundle of " + code + " cannot be built: " + e.getMessage(), e);
        } finally {
            if (staging != null) {
                remove(staging);
            }
        }
    }

    private void describe(Path staging, BundleContents contents) throws IOException {
        BundleDescription description = describer.describe(staging);
        if (!description.problems().isEmpty()) {
            throw new OdographException(
                    ErrorCode.GRAPH_INVALID,
                    description.problems().size() + " problem(s) in the bundle's graphs:\n- "
                            + String.join("\n- ", description.problems()));
        }
        Bundle.Manifest manifest = new Bundle.Manifest(
                Bundle.FORMAT,
                contents.digest(),
                description.graphs(),
                contents.javaFingerprint(),
                description.kernels());
        Path file = staging.resolve(Bundle.MANIFEST);
        Files.writeString(file, SpecJson.write(manifest));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    static void publish(Path staging, Path home) throws IOException {
        try {
            Files.move(staging, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another builder with the same contents was faster: its bundle is as good.
            if (!Files.exists(home.resolve(Bundle.MANIFEST))) {
                throw e;
            }
        }
    }

    private static List<Path> stageCode(List<Path> code, Path directory) throws IOException {
        List<Path> staged = new ArrayList<>();
        for (Path item : code) {
            String name = item.toAbsolutePath().normalize().getFileName().toString();
            String number = String.format(Locale.ROOT, "%02d-", staged.size());
            if (MetricFile.isFile(name)) {
                Path jar = directory.resolve(number + name + ".jar");
                List<Path> files = new ArrayList<>(List.of(mustExist(item)));
                MetricFile.read(item).beside().forEach(file -> files.add(item.resolveSibling(file)));
                ClassDirectory.packFiles(
                        files.stream().filter(Files::isRegularFile).toList(), jar);
                staged.add(jar);
            } else if (Files.isDirectory(item)) {
                Path jar = directory.resolve(number + name + ".jar");
                ClassDirectory.pack(item, jar);
                staged.add(jar);
            } else {
                staged.add(Files.copy(mustExist(item), directory.resolve(number + name)));
            }
        }
        return staged;
    }

    private static List<Path> stageLibraries(List<Path> libraries, Path directory) throws IOException {
        List<Path> staged = new ArrayList<>();
        for (Path library : libraries) {
            Path target = directory.resolve(library.getFileName().toString());
            if (Files.exists(target)) {
                throw new OdographException(
                        ErrorCode.BUNDLE_INVALID,
                        "Two libraries are called " + library.getFileName() + ": rename one of them");
            }
            staged.add(Files.copy(mustExist(library), target));
        }
        return staged;
    }

    private static Path mustExist(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new OdographException(
                    ErrorCode.BUNDLE_INVALID, "File " + file + " of the bundle is not there: build it first");
        }
        return file;
    }

    private OdographException failure(FileSystemException e) {
        boolean full = String.valueOf(e.getReason()).contains("No space left");
        return full
                ? new OdographException(
                        ErrorCode.DISK_FULL, "No space left for a bundle under " + bundles + ": free some", e)
                : new OdographException(
                        ErrorCode.BUNDLE_INVALID,
                        "A bundle under " + bundles + " cannot be built: " + e.getMessage() + "; check the permissions",
                        e);
    }

    static void remove(Path staging) {
        if (!Files.exists(staging)) {
            return;
        }
        try {
            FileTrees.delete(staging);
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.BUNDLE_INVALID, "Temporary directory " + staging + " cannot be removed", e);
        }
    }
}
