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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A whole metric in one {@code .sql} file: a header of comment lines says its name, version and owner, what it reads and
 * what it puts out; below it stands one SELECT of DuckDB's SQL. It becomes a graph of one source per table read and one
 * sql step, named as the metric, and goes by the same rules as a graph declared in Java. Immutable.
 *
 * <pre>{@code
 * -- metric: top_speed 1.0
 * -- description: Top speed of each vehicle
 * -- source: samples
 * --   segment_id  string         key
 * --   t_ms        int64 [ms]     key
 * --   speed_mps   float64 [m/s]
 * -- output:
 * --   segment_id  string         key
 * --   top_mps     float64 [m/s]
 *
 * SELECT segment_id, max(speed_mps) AS top_mps FROM samples GROUP BY segment_id
 * }</pre>
 */
public final class SqlMetric implements MetricFile {
    private static final Pattern NAMED_COLUMN = Pattern.compile("(?:column|key) \"([^\"]*)\"");
    private static final Pattern ENGINE_LINE = Pattern.compile("\\bLINE (\\d+):");

    private final String file;
    private final GraphSpec graph;
    private final List<Problem> problems;
    private final Map<String, Integer> lines;
    private final int queryLine;

    SqlMetric(String file, GraphSpec graph, List<Problem> problems, Map<String, Integer> lines, int queryLine) {
        this.file = requireNonNull(file, "file is null");
        this.graph = requireNonNull(graph, "graph is null");
        this.problems = List.copyOf(problems);
        this.lines = Map.copyOf(lines);
        this.queryLine = queryLine;
    }

    /** Whether a word on a command line means such a file. */
    public static boolean isFile(String name) {
        return name.endsWith(".sql");
    }

    /**
     * Reads a file in UTF-8.
     *
     * @throws OdographException FILE_NOT_FOUND where it cannot be read
     */
    public static SqlMetric read(Path file) {
        try {
            return of(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.FILE_NOT_FOUND,
                    "Metric file " + file + " cannot be read (" + e
                            + "): correct the path, or make one with ./odograph new metric " + file,
                    e);
        }
    }

    /**
     * Reads the text of a file.
     *
     * @param file its name, for messages
     */
    public static SqlMetric of(String file, String text) {
        MetricHeader header = new MetricHeaderReader(file, text, false).read();
        String query = header.code().strip().replaceFirst("\\s*;$", "");
        GraphSpec graph = header.graph(step -> new StepSpec.Sql(step, header.inputs(), header.output(), query));
        return new SqlMetric(file, graph, header.problems(), header.lines(), header.body());
    }

    /**
     * All that is wrong, each with the file, the line and the mend; empty when there is nothing. Where the header itself
     * cannot be read, just that is reported.
     *
     * @param engine binds the query, told the declared parameters; give {@code parameters -> SqlCatalog.UNKNOWN} for none
     */
    public List<Problem> problems(Function<List<ParameterSpec>, SqlCatalog> engine) {
        if (!problems.isEmpty()) {
            return problems;
        }
        return GraphValidation.problems(graph, KernelCatalog.UNKNOWN, engine.apply(graph.parameters())).stream()
                .map(problem -> new Problem(problem.step(), file + ":" + line(problem) + ": " + words(problem)))
                .toList();
    }

    /**
     * The metric as a graph of the same name and version.
     *
     * @param engine binds the query, see {@link #problems}
     * @throws OdographException GRAPH_INVALID with all problems
     */
    public GraphSpec graph(Function<List<ParameterSpec>, SqlCatalog> engine) {
        List<Problem> found = problems(engine);
        if (!found.isEmpty()) {
            throw new OdographException(ErrorCode.GRAPH_INVALID, GraphSpecs.message(graph.name(), found));
        }
        return graph;
    }

    @Override
    public List<Problem> problems(Function<List<ParameterSpec>, SqlCatalog> sql, PythonCatalog python) {
        return problems(sql);
    }

    @Override
    public GraphSpec graph(Function<List<ParameterSpec>, SqlCatalog> sql, PythonCatalog python) {
        return graph(sql);
    }

    @Override
    public List<String> beside() {
        return List.of();
    }

    /** The line of the column that a problem names, else of the step, parameter or query that it is about. */
    private int line(Problem problem) {
        Matcher engine = ENGINE_LINE.matcher(problem.message());
        if (engine.find()) {
            return Integer.parseInt(engine.group(1)) + queryLine - 1;
        }
        Matcher column = NAMED_COLUMN.matcher(problem.message());
        if (column.find()) {
            Integer at = lines.get(problem.step() + "." + column.group(1));
            if (at != null) {
                return at;
            }
        }
        boolean query =
                problem.message().contains("its SQL") || problem.message().contains("it does not bind");
        return query ? queryLine : lines.getOrDefault(problem.step(), 1);
    }

    /** The message in the words of such a file, which has neither records nor a {@code Graph}. */
    private String words(Problem problem) {
        Matcher line = ENGINE_LINE.matcher(problem.message());
        String text = line.replaceAll(
                match -> "LINE " + (Integer.parseInt(match.group(1)) + queryLine - 1) + " of the file:");
        return words(text, "--");
    }

    /** A message about records and a {@code Graph} in the words of a file whose comments begin with {@code mark}. */
    static String words(String message, String mark) {
        return message.replace(
                        "declare it with g.parameter",
                        "add a line " + mark + " parameter: NAME = DEFAULT to the header")
                .replace("or change the record's component", "or change the column under " + mark + " output:")
                .replace(
                        "which the record does not declare: drop it, or add a component to the record",
                        "which the header does not declare: drop it, or add a column under " + mark + " output:")
                .replace(
                        "put @Key on segmentId and on what identifies a row within the segment",
                        "mark segment_id and what identifies a row within the segment with the word key")
                .replace(
                        "let it be @Key String segmentId, the first component",
                        "let the first column be: segment_id string key")
                .replace("drop @Nullable, or do not make it a key", "drop nullable, or do not make it a key")
                .replace("its record has", "it has")
                .replace("declare at least one component", "declare at least one column");
    }
}
