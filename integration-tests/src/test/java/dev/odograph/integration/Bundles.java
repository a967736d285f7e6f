package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.examples.carfollowing.CarFollowing;
import dev.odograph.graph.GraphDefinition;
import dev.odograph.host.HostLimits;
import dev.odograph.host.HostSandbox;
import dev.odograph.host.HostSettings;
import dev.odograph.host.StepHosts;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.host.bundle.BundleBuilder;
import dev.odograph.host.bundle.BundleShelf;
import dev.odograph.worker.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Bundles: the examples as they are, and copies in which an author changed one thing. */
final class Bundles {
    private static final String FOLDER = "dev/odograph/examples/carfollowing";

    private final DataDirectory directory;
    private @Nullable Bundle examples;

    Bundles(DataDirectory directory) {
        this.directory = directory;
    }

    synchronized Bundle examples() {
        Bundle built = examples;
        if (built == null) {
            built = build(List.of(location()), List.of());
            new BundleShelf(directory.bundleStore()).use(built);
            examples = built;
        }
        return built;
    }

    Bundle build(List<Path> code, List<Path> libraries) {
        HostSettings settings = HostSettings.of(1, directory.hosts(), directory.hostLogs(), HostLimits.DEFAULT);
        try (StepHosts hosts = new StepHosts(settings, HostSandbox.probe())) {
            return new BundleBuilder(directory.bundleStore(), hosts).build(code, libraries);
        }
    }

    /** The examples with one SQL file changed. */
    Bundle withSql(String file, UnaryOperator<String> change) {
        Path classes = copy();
        Path sql = classes.resolve(FOLDER).resolve(file);
        try {
            Files.writeString(sql, changed(Files.readString(sql), change));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build(List.of(classes), List.of());
    }

    /** The examples with one Java class changed in its source and compiled again. */
    Bundle withJava(String name, UnaryOperator<String> change) {
        Path classes = copy();
        try {
            Path source = Path.of("../examples/src/main/java", FOLDER, name + ".java");
            Path edited = Files.createTempDirectory("odograph-author").resolve(name + ".java");
            Files.writeString(edited, changed(Files.readString(source), change));
            compile(classes, List.of(edited));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build(List.of(classes), List.of());
    }

    /**
     * The examples with a Java step that waits for ever when it first meets a segment, and goes on when it meets it
     * again. Once the file {@code begun} is there, the step is under way.
     */
    Bundle withPause(String segmentId, Path begun) {
        String pause = """
                {
                        if (context.segmentId().equals("%s")) {
                            try {
                                java.nio.file.Files.createFile(java.nio.file.Path.of("%s"));
                                Thread.sleep(Long.MAX_VALUE);
                            } catch (java.nio.file.FileAlreadyExistsException e) {
                                // Met again: go on.
                            } catch (java.io.IOException | InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        }
                """.formatted(segmentId, begun);
        return withJava("HardBrakes", source -> source.replaceFirst("(Emitter<HardBrake> out\\) )\\{", "$1" + pause));
    }

    /** A bundle of one author's graph, given as source, with kernel libraries. */
    Bundle author(String className, String source, List<Path> libraries) {
        try {
            Path directory = Files.createTempDirectory("odograph-author");
            Path file = directory.resolve(className + ".java");
            Files.writeString(file, source);
            Path classes = Files.createDirectory(directory.resolve("classes"));
            Path services = Files.createDirectories(classes.resolve("META-INF/services"));
            Files.writeString(services.resolve(GraphDefinition.class.getName()), className);
            compile(classes, List.of(file));
            return build(List.of(classes), libraries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compiles source files into a directory of classes, against what an author gets. */
    static void compile(Path classes, List<Path> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        boolean compiled = compiler.getTask(
                        null,
                        null,
                        null,
                        List.of(
                                "-d",
                                classes.toString(),
                                "-cp",
                                classes + ":" + System.getProperty("java.class.path"),
                                "-proc:none",
                                "-nowarn"),
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjectsFromPaths(sources))
                .call();
        assertThat(compiled).as("the author's code compiles").isTrue();
    }

    private static String changed(String text, UnaryOperator<String> change) {
        String changed = change.apply(text);
        assertThat(changed).as("the edit changes the text").isNotEqualTo(text);
        return changed;
    }

    private static Path copy() {
        Path from = location();
        try {
            Path to = Files.createTempDirectory("odograph-author-classes");
            if (Files.isDirectory(from)) {
                copy(from, to);
                return to;
            }
            try (FileSystem jar = FileSystems.newFileSystem(from)) {
                copy(jar.getPath("/"), to);
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private static Path location() {
        try {
            return Path.of(CarFollowing.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
