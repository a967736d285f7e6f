package dev.odograph.graph;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.spec.validation.Problem;
import dev.odograph.spec.validation.PythonCatalog;
import dev.odograph.spec.validation.SqlCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A whole metric in one file, a query or a Python function below a header of comment lines. Immutable. */
public sealed interface MetricFile permits SqlMetric, PythonMetric {
    /** Where a bundle's jars keep such files, and what they name beside them: {@value}{@code NAME.sql}. */
    String RESOURCES = "META-INF/odograph/metrics/";

    /** Whether a word on a command line means such a file. */
    static boolean isFile(String name) {
        return SqlMetric.isFile(name) || PythonMetric.isFile(name);
    }

    /** The name of such a file without its ending. */
    static String stem(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    /**
     * Reads a file in UTF-8, and what it names beside it.
     *
     * @throws OdographException FILE_NOT_FOUND where it cannot be read
     */
    static MetricFile read(Path file) {
        return of(file.toString(), text(file), beside -> {
            Path other = file.resolveSibling(beside);
            return Files.isRegularFile(other) ? Optional.of(text(other)) : Optional.empty();
        });
    }

    /**
     * Reads the text of a file.
     *
     * @param file its name, for messages; its ending says what it is
     * @param beside the text of another file by the name that this one gives it, where there is one
     */
    static MetricFile of(String file, String text, Function<String, Optional<String>> beside) {
        return PythonMetric.isFile(file) ? PythonMetric.of(file, text, beside) : SqlMetric.of(file, text);
    }

    /**
     * All that is wrong, each with the file, the line and the mend; empty when there is nothing. Where the header itself
     * cannot be read, just that is reported.
     *
     * @param sql binds a query, told the declared parameters; give {@code parameters -> SqlCatalog.UNKNOWN} for none
     * @param python reads code, or {@link PythonCatalog#UNKNOWN}
     */
    List<Problem> problems(Function<List<ParameterSpec>, SqlCatalog> sql, PythonCatalog python);

    /**
     * The metric as a graph of the same name and version.
     *
     * @throws OdographException GRAPH_INVALID with all problems
     */
    GraphSpec graph(Function<List<ParameterSpec>, SqlCatalog> sql, PythonCatalog python);

    /** Names of files in the same directory that it needs. */
    List<String> beside();

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.FILE_NOT_FOUND,
                    "Metric file " + file + " cannot be read (" + e
                            + "): correct the path, or make one with ./odograph new metric " + file,
                    e);
        }
    }
}
