package dev.odograph.cli.project;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.graph.MetricFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An author's project: a directory with a {@code pom.xml}, linked to the Odograph that builds and runs it. */
public final class AuthorProject {
    private static final String LINK = ".odograph";

    private final Path directory;
    private final Path checkout;

    private AuthorProject(Path directory, Path checkout) {
        this.directory = directory.toAbsolutePath().normalize();
        this.checkout = checkout;
    }

    /**
     * The project in a directory, linked to this Odograph.
     *
     * @throws OdographException PROJECT_INVALID where there is none
     */
    public static AuthorProject open(Path directory) {
        if (!Files.isRegularFile(directory.resolve("pom.xml"))) {
            throw new OdographException(
                    ErrorCode.PROJECT_INVALID,
                    "No project is in " + directory.toAbsolutePath().normalize()
                            + ", for it has no pom.xml: go to one, name its directory, or begin one with ./odograph new"
                            + " graph NAME");
        }
        AuthorProject project = new AuthorProject(directory, checkout());
        project.link();
        return project;
    }

    /**
     * Writes a new project and links it.
     *
     * @throws OdographException NAME_INVALID; ARGUMENT_INVALID where the directory is not empty
     */
    public static AuthorProject create(String name, Path directory) {
        new ProjectScaffold(name).write(directory);
        return open(directory);
    }

    /** Where it is, absolute. */
    public Path directory() {
        return directory;
    }

    /** Whether a directory is a project that was linked. */
    public static boolean isLinked(Path directory) {
        return Files.isRegularFile(directory.resolve("pom.xml"))
                && Files.exists(directory.resolve(LINK), LinkOption.NOFOLLOW_LINKS);
    }

    /** Its name, that of its directory. */
    public String name() {
        return directory.getFileName().toString();
    }

    /** Whether something is to be built before it is pushed. */
    public boolean changed() {
        return new ProjectBuild(directory).needed();
    }

    /**
     * What its bundle is made of, built where it changed.
     *
     * @throws OdographException BUILD_FAILED
     */
    public Parts build() {
        new ProjectBuild(directory).build();
        try {
            List<Path> code =
                    new ArrayList<>(List.of(directory.resolve("target").resolve("classes")));
            code.addAll(ProjectBuild.files(directory.resolve("target").resolve("lib")));
            code.addAll(metricFiles());
            List<Path> libraries = ProjectBuild.files(
                            directory.resolve("target").resolve("native"))
                    .stream()
                    .filter(file -> file.toString().endsWith(".so"))
                    .toList();
            return new Parts(code, libraries);
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.PROJECT_INVALID, "What " + directory + " built cannot be read: " + e, e);
        }
    }

    /** Metrics of one file, in folder {@code metrics}; their locks and modules lie beside them. */
    private List<Path> metricFiles() throws IOException {
        return ProjectBuild.files(directory.resolve("metrics")).stream()
                .filter(file -> MetricFile.isFile(file.toString()))
                .toList();
    }

    /**
     * Files of a bundle.
     *
     * @param code directories of classes and jars, in class-path order, and metrics of one file
     * @param libraries kernel libraries
     */
    public record Parts(List<Path> code, List<Path> libraries) {
        public Parts {
            code = List.copyOf(code);
            libraries = List.copyOf(libraries);
        }
    }

    /** Makes {@code .odograph} and {@code .mvn/maven.config} say what this machine builds it against. */
    private void link() {
        AuthorSdk.Installed sdk = new AuthorSdk(checkout).install();
        String settings = "-Dodograph.version=" + sdk.version() + "\n-Daether.offline.protocols=file\n";
        try {
            Path link = directory.resolve(LINK);
            if (!Files.exists(link) || !Files.isSameFile(link, sdk.directory())) {
                if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link)) {
                    throw new OdographException(
                            ErrorCode.PROJECT_INVALID,
                            link + " is not a link: move it away, for the link to Odograph belongs there");
                }
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, sdk.directory());
            }
            Path configuration = directory.resolve(".mvn").resolve("maven.config");
            if (!Files.exists(configuration) || !Files.readString(configuration).equals(settings)) {
                Files.createDirectories(configuration.getParent());
                Files.writeString(configuration, settings);
            }
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.PROJECT_INVALID,
                    "Project " + directory + " cannot be linked to Odograph: " + e + "; check that it may be written",
                    e);
        }
    }

    private static Path checkout() {
        String checkout = System.getenv("ODOGRAPH_CHECKOUT");
        if (checkout == null || !Files.exists(Path.of(checkout, "pom.xml"))) {
            throw new OdographException(
                    ErrorCode.PROJECT_INVALID,
                    "ODOGRAPH_CHECKOUT is " + checkout + ", where no Odograph is: use the launcher ./odograph");
        }
        return Path.of(checkout);
    }
}
