package dev.odograph.host.bundle;

import static java.util.Objects.requireNonNull;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.SpecJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An author's code in a directory of its own: {@code bundle.json}, {@code lib/*.jar} and {@code native/*.so}. Immutable;
 * equal contents have equal digests.
 *
 * @param directory where it is, absolute
 * @param digest sha256 of its contents in hex; names of jars, paths and times do not enter
 * @param graphs its graphs, in order of name
 * @param javaFingerprint sha256 of the code that Java steps run; a changed query does not change it
 * @param kernels the kernels of its shared libraries
 */
public record Bundle(
        Path directory, String digest, List<GraphSpec> graphs, String javaFingerprint, List<BundledKernel> kernels) {
    static final int FORMAT = 1;
    static final String MANIFEST = "bundle.json";
    static final String JARS = "lib";
    static final String LIBRARIES = "native";

    public Bundle {
        directory = directory.toAbsolutePath();
        requireNonNull(digest, "digest is null");
        graphs = List.copyOf(graphs);
        requireNonNull(javaFingerprint, "javaFingerprint is null");
        kernels = List.copyOf(kernels);
    }

    /**
     * Reads the bundle in a directory.
     *
     * @throws OdographException BUNDLE_INVALID where there is none, or one of a newer format
     */
    public static Bundle open(Path directory) {
        Path file = directory.resolve(MANIFEST);
        try {
            Manifest manifest = SpecJson.read(Files.readString(file), Manifest.class);
            if (manifest.format() != FORMAT) {
                throw new OdographException(
                        ErrorCode.BUNDLE_INVALID,
                        "Bundle " + directory + " has format " + manifest.format() + ", this version reads format "
                                + FORMAT + ": push the bundle again with this version");
            }
            return new Bundle(
                    directory, manifest.digest(), manifest.graphs(), manifest.javaFingerprint(), manifest.kernels());
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.BUNDLE_INVALID,
                    "Bundle " + directory + " has no readable " + MANIFEST + ": build or push it again",
                    e);
        }
    }

    /** The graph of that name, if the bundle has it. */
    public Optional<GraphSpec> graph(String name) {
        return graphs.stream().filter(graph -> graph.name().equals(name)).findFirst();
    }

    /** Its jars in class-path order. */
    public List<Path> jars() {
        return filesIn(directory.resolve(JARS));
    }

    /** Its shared libraries in order of name. */
    public List<Path> libraries() {
        return filesIn(directory.resolve(LIBRARIES));
    }

    /** Files of a directory in order of name; none where it does not exist. */
    static List<Path> filesIn(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.BUNDLE_INVALID, "Bundle directory " + directory + " cannot be read", e);
        }
    }

    /** The JSON form. */
    record Manifest(
            int format, String digest, List<GraphSpec> graphs, String javaFingerprint, List<BundledKernel> kernels) {}
}
