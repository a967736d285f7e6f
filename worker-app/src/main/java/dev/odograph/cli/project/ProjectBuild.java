package dev.odograph.cli.project;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Builds what changed of a project. Maven does it the first time, and whenever {@code pom.xml} changed or a source is
 * gone; else resources are copied, Java is compiled in this process and kernels are built by the project's own script,
 * which gives the same classes and libraries in a fraction of the time.
 */
final class ProjectBuild {
    private static final int SHOWN_LINES = 12;

    private final Path project;
    private final Path target;
    private final Path stamp;

    ProjectBuild(Path project) {
        this.project = project;
        this.target = project.resolve("target");
        this.stamp = target.resolve("odograph.built");
    }

    /** Whether sources changed since it was built; also where that cannot be told. */
    boolean needed() {
        try {
            return !quick(sources())
                    || changed(project.resolve("src").resolve("main"))
                    || changed(project.resolve("kernels"));
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Brings {@code target/classes}, {@code target/lib} and {@code target/native} up to date.
     *
     * @throws OdographException BUILD_FAILED with the first words of the compiler
     */
    void build() {
        try {
            // What is saved while this builds is newer than its beginning, and so is built the next time.
            FileTime begun = FileTime.from(Instant.now());
            List<String> sources = sources();
            if (!quick(sources)) {
                maven(Files.exists(stamp));
            } else if (changed(project.resolve("src").resolve("main")) || changed(project.resolve("kernels"))) {
                resources();
                if (changed(project.resolve("src").resolve("main").resolve("java"))) {
                    java();
                }
                kernels();
            } else {
                return;
            }
            Files.writeString(stamp, String.join("\n", sources));
            Files.setLastModifiedTime(stamp, begun);
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.BUILD_FAILED,
                    "Project " + project + " cannot be built: " + e + "; try mvn verify there",
                    e);
        }
    }

    private boolean quick(List<String> sources) throws IOException {
        return Files.exists(stamp)
                && Files.isDirectory(target.resolve("classes"))
                && !newer(project.resolve("pom.xml"))
                && !newer(project.resolve(".mvn").resolve("maven.config"))
                && Files.readString(project.resolve("pom.xml")).contains("<odograph.quick>true</odograph.quick>")
                && sources.containsAll(Files.readString(stamp).lines().toList());
    }

    private List<String> sources() throws IOException {
        List<String> sources = new ArrayList<>();
        for (String part : List.of("src/main", "kernels")) {
            for (Path file : files(project.resolve(part))) {
                sources.add(project.relativize(file).toString());
            }
        }
        return sources;
    }

    private void maven(boolean again) {
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp", "-q", "-DskipTests"));
        if (again) {
            command.add("clean");
        }
        command.add("package");
        run(command);
    }

    private void resources() throws IOException {
        Path from = project.resolve("src").resolve("main").resolve("resources");
        for (Path file : files(from)) {
            if (newer(file)) {
                Path to =
                        target.resolve("classes").resolve(from.relativize(file).toString());
                Files.createDirectories(Objects.requireNonNull(to.getParent()));
                Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** All of it, for what a class uses of another is written into it. */
    private void java() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            maven(false);
            return;
        }
        Path fresh = Files.createDirectories(target.resolve("classes.new"));
        StringWriter words = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, UTF_8)) {
            List<Path> sources = files(project.resolve("src").resolve("main").resolve("java")).stream()
                    .filter(file -> file.toString().endsWith(".java"))
                    .toList();
            List<String> options = List.of(
                    "-d", fresh.toString(), "-cp", classPath(), "--release", "25", "-g", "-proc:none", "-nowarn");
            boolean compiled = compiler.getTask(
                            words, manager, null, options, null, manager.getJavaFileObjectsFromPaths(sources))
                    .call();
            if (!compiled) {
                throw failed(words.toString());
            }
        }
        Path classes = target.resolve("classes");
        for (Path old : files(classes)) {
            if (old.toString().endsWith(".class")) {
                Files.delete(old);
            }
        }
        for (Path made : files(fresh)) {
            Path to = classes.resolve(fresh.relativize(made).toString());
            Files.createDirectories(Objects.requireNonNull(to.getParent()));
            Files.move(made, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** What authors compile against, as their pom.xml has it, and their own libraries. */
    private String classPath() throws IOException {
        Stream<String> api = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("odograph-workflows")
                        || entry.contains("jspecify")
                        || entry.endsWith("workflows/target/classes"));
        Stream<String> own = files(target.resolve("lib")).stream().map(Path::toString);
        return Stream.concat(api, own).collect(Collectors.joining(File.pathSeparator));
    }

    private void kernels() throws IOException {
        Path script = project.resolve("kernels").resolve("build.sh");
        if (Files.exists(script) && changed(project.resolve("kernels"))) {
            run(List.of(script.toString()));
        }
    }

    private void run(List<String> command) {
        Path log = null;
        try {
            log = Files.createTempFile("odograph-build", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(project.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            Map<String, String> environment = builder.environment();
            environment.put("JAVA_HOME", System.getProperty("java.home"));
            Process process = builder.start();
            process.getOutputStream().close();
            if (process.waitFor() != 0) {
                throw failed(Files.readString(log));
            }
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.BUILD_FAILED,
                    "Project " + project + " cannot be built: " + command.getFirst() + " cannot be started ("
                            + e.getMessage() + "): install it",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OdographException(ErrorCode.BUILD_FAILED, "Project " + project + ": stopped while it built", e);
        } finally {
            delete(log);
        }
    }

    private static void delete(@org.jspecify.annotations.Nullable Path log) {
        if (log != null) {
            var unused = log.toFile().delete();
        }
    }

    private OdographException failed(String words) {
        List<String> errors = words.lines()
                .filter(line -> line.contains("ERROR") || line.contains("error:"))
                .toList();
        List<String> shown = errors.isEmpty() ? words.lines().toList() : errors;
        return new OdographException(
                ErrorCode.BUILD_FAILED,
                "Project " + project + " does not build; mvn verify there says all:\n"
                        + shown.stream().limit(SHOWN_LINES).collect(Collectors.joining("\n")));
    }

    private boolean changed(Path directory) throws IOException {
        for (Path file : files(directory)) {
            if (newer(file)) {
                return true;
            }
        }
        return false;
    }

    private boolean newer(Path file) throws IOException {
        return Files.exists(file) && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(stamp)) >= 0;
    }

    static List<Path> files(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
