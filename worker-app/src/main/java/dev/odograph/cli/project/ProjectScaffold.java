package dev.odograph.cli.project;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The beginning of an author's project: one graph with a step of each language, tests, a golden, CI. */
final class ProjectScaffold {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
    private static final int LONGEST = 60;

    private final String name;
    private final String javaName;
    private final String javaPackage;

    /**
     * A scaffold of a graph of that name.
     *
     * @throws OdographException NAME_INVALID
     */
    ProjectScaffold(String name) {
        if (!NAME.matcher(name).matches() || name.length() > LONGEST) {
            throw new OdographException(
                    ErrorCode.NAME_INVALID,
                    "Graph name \"" + name + "\" is not valid: begin with a lower-case letter and use lower-case"
                            + " letters, digits and single '_' between them, at most " + LONGEST + " characters");
        }
        this.name = name;
        StringBuilder words = new StringBuilder();
        for (String word : name.split("_", -1)) {
            words.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        this.javaName = words.toString();
        String joined = name.replace("_", "");
        this.javaPackage = javax.lang.model.SourceVersion.isKeyword(joined) ? joined + "_" : joined;
    }

    /**
     * Writes the project.
     *
     * @throws OdographException ARGUMENT_INVALID where the directory holds something already
     */
    void write(Path directory) {
        try {
            refuseUsed(directory);
            for (Map.Entry<String, String> file : files().entrySet()) {
                Path target = directory.resolve(file.getKey());
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                Files.writeString(target, filled(file.getValue()));
                if (file.getKey().endsWith(".sh")) {
                    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.PROJECT_INVALID, "The project cannot be written to " + directory + ": " + e, e);
        }
    }

    private static void refuseUsed(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        if (Files.isDirectory(directory)) {
            try (Stream<Path> there = Files.list(directory)) {
                if (there.allMatch(entry -> entry.getFileName().toString().equals(".git"))) {
                    return;
                }
            }
        }
        throw new OdographException(
                ErrorCode.ARGUMENT_INVALID,
                directory + " is there already and not empty: choose another name, or another place with --dir");
    }

    private Map<String, String> files() {
        String code = "src/main/java/metrics/" + javaPackage + "/";
        Map<String, String> files = new LinkedHashMap<>();
        files.put("README.md", "README.md");
        files.put("pom.xml", "pom.xml");
        files.put(".gitignore", "gitignore");
        files.put(".github/workflows/test.yml", "github.yml");
        files.put(".gitlab-ci.yml", "gitlab.yml");
        files.put("kernels/" + name + ".cpp", "kernels.cpp");
        files.put("kernels/build.sh", "kernels.sh");
        files.put(code + javaName + ".java", "Graph.java.txt");
        files.put(code + "Episodes.java", "Episodes.java.txt");
        files.put(code + "package-info.java", "package-info.java.txt");
        files.put("src/main/resources/metrics/" + javaPackage + "/accel.sql", "accel.sql");
        files.put("src/main/resources/META-INF/services/dev.odograph.graph.GraphDefinition", "services");
        files.put("src/test/java/metrics/" + javaPackage + "/" + javaName + "Test.java", "Test.java.txt");
        files.put("src/test/resources/golden/" + name + ".csv", "golden.csv");
        return files;
    }

    private String filled(String template) throws IOException {
        try (InputStream stream = Objects.requireNonNull(
                ProjectScaffold.class.getResourceAsStream("/dev/odograph/cli/new/graph/" + template),
                "template " + template)) {
            return new String(stream.readAllBytes(), UTF_8)
                    .replace("{{name}}", name)
                    .replace("{{Class}}", javaName)
                    .replace("{{package}}", javaPackage);
        }
    }
}
