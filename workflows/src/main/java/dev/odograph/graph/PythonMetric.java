package dev.odograph.graph;

import static java.util.Objects.requireNonNull;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.validation.GraphValidation;
import dev.odograph.spec.validation.KernelCatalog;
import dev.odograph.spec.validation.Problem;
import dev.odograph.spec.validation.PythonCatalog;
import dev.odograph.spec.validation.SqlCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A whole metric in one {@code .py} file: the header of a {@link SqlMetric} in Python's comments, and below it the code,
 * with a function of the metric's name (or the one that {@code # function:} names) over a table per source. It becomes a
 * graph of one source per table read and one python step. Immutable.
 *
 * <pre>{@code
 * # metric: top_speed 1.0
 * # source: samples
 * #   segment_id  string         key
 * #   t_ms        int64 [ms]     key
 * #   speed_mps   float64 [m/s]
 * # output:
 * #   segment_id  string         key
 * #   top_mps     float64 [m/s]
 *
 * import pandas as pd
 *
 * def top_speed(samples: pd.DataFrame) -> pd.DataFrame:
 *     return pd.DataFrame({"top_mps": [samples["speed_mps"].max()]})
 * }</pre>
 */
public final class PythonMetric implements MetricFile {
    private static final Pattern NAMED_COLUMN = Pattern.compile("(?:column|key) \"([^\"]*)\"");

    private final String file;
    private final GraphSpec graph;
    private final List<Problem> problems;
    private final Map<String, Integer> lines;
    private final List<String> beside;

    private PythonMetric(
            String file, GraphSpec graph, List<Problem> problems, Map<String, Integer> lines, List<String> beside) {
        this.file = requireNonNull(file, "file is null");
        this.graph = requireNonNull(graph, "graph is null");
        this.problems = List.copyOf(problems);
        this.lines = Map.copyOf(lines);
        this.beside = List.copyOf(beside);
    }

    /** Whether a word on a command line means such a file. */
    public static boolean isFile(String name) {
        return name.endsWith(".py");
    }

    /**
     * Reads the text of a file.
     *
     * @param file its name, for messages
     * @param beside the text of its lock by the name that the header gives it
     */
    public static PythonMetric of(String file, String text, Function<String, Optional<String>> beside) {
        MetricHeader header = new MetricHeaderReader(file, text, true).read();
        List<Problem> problems = new ArrayList<>(header.problems());
        String lockName = header.lock();
        Optional<String> lock = lockName == null ? Optional.empty() : beside.apply(lockName);
        if (lockName != null && lock.isEmpty()) {
            problems.add(new Problem(
                    header.name(),
                    file + ": the header names the lock " + lockName
                            + ", which is not beside the file: put it there, or drop the line to take the packages"
                            + " that come with Odograph"));
        }
        String function = header.function();
        GraphSpec graph = header.graph(step -> new StepSpec.Python(
                step,
                header.inputs(),
                header.output(),
                function == null ? header.name() : function,
                name(file),
                // the header's lines stay as empty ones, so that tracebacks name lines of the file
                "\n".repeat(header.body() - 1) + header.code() + "\n",
                Map.of(),
                lock.orElse(null)));
        return new PythonMetric(
                file, graph, problems, header.lines(), lockName == null ? List.of() : List.of(lockName));
    }

    @Override
    public List<Problem> problems(Function<List<ParameterSpec>, SqlCatalog> sql, PythonCatalog python) {
        if (!problems.isEmpty()) {
            return problems;
        }
        return GraphValidation.problems(graph, KernelCatalog.UNKNOWN, SqlCatalog.UNKNOWN, python).stream()
                .map(problem -> new Problem(problem.step(), located(problem)))
                .toList();
    }

    @Override
    public GraphSpec graph(Function<List<ParameterSpec>, SqlCatalog> sql, PythonCatalog python) {
        List<Problem> found = problems(sql, python);
        if (!found.isEmpty()) {
            throw new OdographException(ErrorCode.GRAPH_INVALID, GraphSpecs.message(graph.name(), found));
        }
        return graph;
    }

    @Override
    public List<String> beside() {
        return beside;
    }

    /** The message behind file and line: the line that Python named, else that of the column or step it is about. */
    private String located(Problem problem) {
        String message = SqlMetric.words(problem.message(), "#");
        Matcher code = Pattern.compile("^(Step \"[^\"]*\" \\(python\\): )" + Pattern.quote(name(file)) + ":(\\d+): ")
                .matcher(message);
        if (code.find()) {
            return file + ":" + code.group(2) + ": " + code.group(1) + message.substring(code.end());
        }
        Matcher column = NAMED_COLUMN.matcher(message);
        @Nullable Integer at = column.find() ? lines.get(problem.step() + "." + column.group(1)) : null;
        return file + ":" + (at == null ? lines.getOrDefault(problem.step(), 1) : at) + ": " + message;
    }

    private static String name(String file) {
        return String.valueOf(Path.of(file).getFileName());
    }
}
