package dev.odograph.shrink;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.step.StageWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes what was shrunk as a JUnit test of the author's project, with its rows as Parquet beside it. */
public final class TestWriter {
    private static final String PACKAGE = "shrunk";

    private final Path project;

    /** A writer into a project's directory, under {@code src/test}. */
    public TestWriter(Path project) {
        this.project = project;
    }

    /**
     * What to write.
     *
     * @param runId the run it comes from
     * @param graph its graph
     * @param step the step that fails
     * @param work the stage
     */
    public record Origin(String runId, GraphSpec graph, StepSpec step, StageWork work) {}

    /**
     * Writes the test and its rows.
     *
     * @return the test's source file
     */
    public Path write(Origin origin, Shrunk shrunk) {
        String name = origin.graph().name() + "_" + origin.step().name();
        Path rows = project.resolve(Path.of("src", "test", "resources", PACKAGE, name));
        Path test = project.resolve(Path.of("src", "test", "java", PACKAGE, className(name) + ".java"));
        try {
            Trees.delete(rows);
            for (Map.Entry<String, Map<String, Path>> input : new TreeMap<>(shrunk.files()).entrySet()) {
                Path directory = Files.createDirectories(rows.resolve(input.getKey()));
                for (Path file : input.getValue().values()) {
                    Files.copy(file, directory.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Files.createDirectories(test.getParent());
            Files.writeString(test, source(origin, shrunk, name));
            return test;
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.FILE_NOT_FOUND,
                    "The test cannot be written under " + project + " (" + e + "): name a directory that is writable",
                    e);
        }
    }

    static String className(String name) {
        return Arrays.stream(name.split("_"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining("", "", "ShrunkTest"));
    }

    private static String source(Origin origin, Shrunk shrunk, String name) {
        StringBuilder given = new StringBuilder();
        for (Map.Entry<String, Map<String, Path>> input : new TreeMap<>(shrunk.files()).entrySet()) {
            given.append("                .given(").append(literal(input.getKey()));
            given.append(", rows.resolve(").append(literal(input.getKey())).append("))\n");
        }
        for (ParameterSpec parameter : origin.graph().parameters()) {
            Object value = origin.work().parameters().get(parameter.name());
            if (value != null && !value.equals(parameter.defaultValue())) {
                given.append("                .parameter(")
                        .append(literal(parameter.name()))
                        .append(", ")
                        .append(value(value))
                        .append(")\n");
            }
        }
        List<String> libraries = origin.work().steps().stream()
                .flatMap(step -> step instanceof StepSpec.Kernel kernel && kernel.library() != null
                        ? java.util.stream.Stream.of(kernel.library())
                        : java.util.stream.Stream.empty())
                .toList();
        if (!libraries.isEmpty()) {
            given.append("                // where the build puts ")
                    .append(String.join(", ", libraries))
                    .append("\n                .libraries(Path.of(System.getProperty(\"odograph.native\","
                            + " \"target/native\")))\n");
        }
        if (!inProcess(shrunk.code())) {
            given.append("                .apart()\n");
        }
        return """
                package %s;

                import dev.odograph.test.TestGraph;
                import java.nio.file.Path;
                import org.junit.jupiter.api.Test;

                /**
                 * The least of run %s that fails: %d of %d rows%s. It fails, until its cause is mended, with
                 *
                 * <pre>{@code
                 * %s: %s
                 * }</pre>
                 */
                final class %s {
                    @Test
                    void %sTakesTheseRows() throws Exception {
                        Path rows = Path.of(getClass().getResource("/%s/%s").toURI());

                        TestGraph.load(%s)
                %s                .runStage(%s);
                    }
                }
                """.formatted(
                        PACKAGE,
                        comment(origin.runId()),
                        shrunk.rows(),
                        shrunk.rowsBefore(),
                        blanked(shrunk),
                        shrunk.code(),
                        comment(shrunk.message()),
                        className(name),
                        method(origin.step().name()),
                        PACKAGE,
                        name,
                        literal(origin.graph().name()),
                        given,
                        literal(origin.work().stage()));
    }

    /** Whether a test's own process outlives the failure. */
    private static boolean inProcess(ErrorCode code) {
        return switch (code) {
            case STEP_HOST_CRASHED, STEP_TIMED_OUT, MEMORY_EXHAUSTED -> false;
            default -> true;
        };
    }

    private static String blanked(Shrunk shrunk) {
        String columns = new TreeMap<>(shrunk.blanked())
                .entrySet().stream()
                        .flatMap(table -> table.getValue().stream().map(column -> table.getKey() + "." + column))
                        .collect(Collectors.joining(", "));
        return columns.isEmpty() ? "" : ", without values in " + columns;
    }

    private static String method(String step) {
        String name = className(step).replaceFirst("ShrunkTest$", "");
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    private static String comment(String text) {
        String one = text.replaceAll("[;.]\\s*(?:crash report|log) /(?s:.*)", "")
                .replaceAll("\\s+", " ")
                .replace("*/", "* /")
                .replace("{", "(")
                .replace("}", ")")
                .replace("\\u", "\\ u")
                .replace("@", "(at)");
        return one.length() > 600 ? one.substring(0, 600) + " …" : one;
    }

    private static String literal(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static String value(Object value) {
        return switch (value) {
            case String text -> literal(text);
            case Long number -> number + "L";
            default -> value.toString();
        };
    }
}
