package dev.odograph.graph;

import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.Measure;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.spec.Tolerance;
import dev.odograph.spec.Version;
import dev.odograph.spec.validation.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header of a metric's file line by line and collects all that is wrong with it. A header in Python's comments
 * is read as one in SQL's, and what is said of it is turned back. Used once.
 */
final class MetricHeaderReader {
    private static final List<String> SQL_FIELDS = List.of(
            "metric",
            "description",
            "owner",
            "namespace",
            "tolerance",
            "measure",
            "parameter",
            "source",
            "check",
            "output");
    private static final List<String> PYTHON_FIELDS =
            Stream.concat(SQL_FIELDS.stream(), Stream.of("function", "lock")).toList();
    private static final Set<String> REPEATED = Set.of("measure", "parameter", "source", "check");
    private static final Pattern FIELD = Pattern.compile("-- ?([A-Za-z_][A-Za-z_ ]*?)\\s*:(?:\\s+(.*))?");
    private static final Pattern INDENTED = Pattern.compile("--(?: {2,}|\\s*\\t\\s*)(\\S.*)");
    private static final Pattern METRIC = Pattern.compile("(\\S+)\\s+(\\S+)");
    private static final Pattern BEFORE_HEADER = Pattern.compile("#!.*|#.*coding[:=].*|\\s*");
    private static final Pattern SOURCE = Pattern.compile("(\\S+)(?:\\s+from\\s+(\\S+))?");

    private final String file;
    private final boolean python;
    private final List<String> fields;
    private final List<String> text;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Integer> lines = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final Map<String, String> tables = new LinkedHashMap<>();
    private final Map<String, List<ColumnSpec>> columns = new LinkedHashMap<>();
    private final List<ColumnSpec> output = new ArrayList<>();
    private final List<ParameterSpec> parameters = new ArrayList<>();
    private final List<Measure> measures = new ArrayList<>();
    private final SqlMetricChecks checks = new SqlMetricChecks();
    private final StringBuilder description = new StringBuilder();

    private String name = "metric";
    private Version version = new Version(1, 0);
    private String namespace = "default";
    private @Nullable String owner;
    private @Nullable Tolerance tolerance;
    private @Nullable String function;
    private @Nullable String lock;
    /** What indented lines belong to: {@code description}, {@code output}, a source's name, or null for nothing. */
    private @Nullable String section;

    MetricHeaderReader(String file, String text, boolean python) {
        this.file = file;
        this.python = python;
        this.fields = python ? PYTHON_FIELDS : SQL_FIELDS;
        this.text =
                (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList();
    }

    MetricHeader read() {
        int at = 0;
        while (at < text.size()
                && (python
                        ? BEFORE_HEADER.matcher(text.get(at)).matches()
                        : text.get(at).isBlank())) {
            at++;
        }
        int first = at;
        while (at < text.size() && text.get(at).startsWith(python ? "#" : "--")) {
            String line = text.get(at).stripTrailing();
            line(at + 1, python ? "--" + line.substring(1) : line);
            at++;
        }
        complete(first + 1);
        while (at < text.size() && text.get(at).isBlank()) {
            at++;
        }
        lines.put(name, lines.getOrDefault("output", at + 1));
        for (String table : checks.tables()) {
            String step = table.equals("output") ? name : table;
            Integer declared = lines.get(step);
            if (declared != null) {
                lines.put(step + "_unchecked", declared);
            }
            lines.put(step, lines.getOrDefault("check " + table, at + 1));
        }
        output.forEach(column -> moved("output." + column.name(), name + "." + column.name()));
        List<StepSpec.Source> sources = new ArrayList<>();
        tables.forEach((source, table) -> sources.add(
                new StepSpec.Source(source, table, new TableSchema(columns.getOrDefault(source, List.of())))));
        return new MetricHeader(
                name,
                version,
                namespace,
                owner,
                description.toString(),
                parameters,
                sources,
                new TableSchema(output),
                tolerance,
                measures,
                checks,
                function,
                lock,
                problems,
                lines,
                at + 1,
                String.join("\n", text.subList(at, text.size())));
    }

    private void moved(String from, String to) {
        Integer line = lines.get(from);
        if (line != null) {
            lines.put(to, line);
        }
    }

    private void line(int number, String line) {
        if (line.substring(2).isBlank()) {
            return;
        }
        Matcher indented = INDENTED.matcher(line);
        if (indented.matches()) {
            continued(number, indented.group(1));
            return;
        }
        Matcher field = FIELD.matcher(line);
        if (!field.matches()) {
            problem(
                    number,
                    "\"" + line + "\" is no line of a header: write -- FIELD: VALUE with one of "
                            + String.join(", ", fields) + "; a comment goes below an empty line after the header");
            section = null;
            return;
        }
        String value = field.group(2) == null ? "" : field.group(2).strip();
        field(number, field.group(1), value);
    }

    private void field(int number, String field, String value) {
        section = null;
        if (!fields.contains(field)) {
            problem(
                    number,
                    "there is no field \"" + field + "\": use one of " + String.join(", ", fields)
                            + SqlMetricWords.nearest(field, fields));
            return;
        }
        if (!REPEATED.contains(field) && !seen.add(field)) {
            problem(number, "-- " + field + ": is there twice: keep one");
            return;
        }
        if (value.isEmpty() && !field.equals("output")) {
            problem(number, "-- " + field + ": has no value: write " + SqlMetricWords.example(field));
            return;
        }
        switch (field) {
            case "metric" -> metric(number, value);
            case "description" -> {
                description.append(value);
                section = field;
            }
            case "owner" -> owner = value;
            case "namespace" -> namespace = value;
            case "tolerance" -> tolerance(number, value);
            case "measure" -> measure(number, value);
            case "parameter" -> parameter(number, value);
            case "source" -> source(number, value);
            case "check" -> check(number, value);
            case "function" -> function = value;
            case "lock" -> lock = value;
            default -> output(number, value);
        }
    }

    private void metric(int number, String value) {
        Matcher matcher = METRIC.matcher(value);
        if (!matcher.matches()) {
            problem(number, "\"" + value + "\" is not a name and a version: write " + SqlMetricWords.example("metric"));
            return;
        }
        name = matcher.group(1);
        try {
            version = Version.parse(matcher.group(2));
        } catch (OdographException e) {
            problem(number, e.getMessage());
        }
        lines.put("", number);
    }

    private void tolerance(int number, String value) {
        tolerance = SqlMetricWords.tolerance(value).orElse(null);
        if (tolerance == null) {
            problem(
                    number,
                    "\"" + value + "\" is no tolerance: write " + SqlMetricWords.example("tolerance")
                            + ", with numbers that are not negative, the relative one below 1");
        }
    }

    private void measure(int number, String value) {
        SqlMetricMeasure.parse(value)
                .ifPresentOrElse(
                        measures::add,
                        () -> problem(
                                number,
                                "\"" + value + "\" is no measure: write " + SqlMetricWords.example("measure")
                                        + ", or -- measure: max of drac_mps2, higher is better, relative 0.02"));
    }

    private void parameter(int number, String value) {
        Optional<ParameterSpec> parsed = SqlMetricWords.parameter(value);
        if (parsed.isEmpty()) {
            problem(
                    number,
                    "\"" + value + "\" is no parameter with a default: write " + SqlMetricWords.example("parameter")
                            + ", with true, 5, 5.0 or 'text' as the default");
            return;
        }
        parameters.add(parsed.get());
        lines.put(parsed.get().name(), number);
    }

    private void source(int number, String value) {
        Matcher matcher = SOURCE.matcher(value);
        if (!matcher.matches()) {
            problem(
                    number,
                    "\"" + value + "\" is not a name, or a name and a table: write "
                            + SqlMetricWords.example("source"));
            return;
        }
        String source = matcher.group(1);
        if (tables.containsKey(source)) {
            problem(number, "source \"" + source + "\" is there twice: give each a name of its own");
            return;
        }
        tables.put(source, matcher.group(2) == null ? "main" : matcher.group(2));
        columns.put(source, new ArrayList<>());
        lines.put(source, number);
        section = "source " + source;
    }

    private void check(int number, String value) {
        String wrong = checks.add(value);
        if (!wrong.isEmpty()) {
            problem(number, wrong);
        }
        lines.putIfAbsent("check " + value.split("\\s+")[0], number);
    }

    private void output(int number, String value) {
        if (!value.isEmpty()) {
            problem(
                    number,
                    "-- output: has the value \"" + value
                            + "\": put its columns on the lines below, each as --   NAME TYPE [UNIT]");
        }
        lines.put("output", number);
        section = "output";
    }

    private void continued(int number, String words) {
        if (section == null) {
            problem(
                    number,
                    "\"" + words + "\" is indented, but belongs to nothing: columns go below -- source: or"
                            + " -- output:, and a field begins right after \"-- \"");
            return;
        }
        Matcher field = FIELD.matcher("-- " + words);
        if (field.matches() && fields.contains(field.group(1))) {
            problem(
                    number,
                    "\"" + words + "\" is indented: a field such as " + field.group(1)
                            + ": begins right after \"-- \"");
            return;
        }
        if (section.equals("description")) {
            description.append(' ').append(words);
            return;
        }
        boolean ofOutput = section.equals("output");
        String owning = ofOutput ? "output" : section.substring("source ".length());
        List<ColumnSpec> into = ofOutput ? output : columns.computeIfAbsent(owning, source -> new ArrayList<>());
        List<String> wrong = new ArrayList<>();
        SqlMetricWords.column(words, wrong).ifPresent(column -> {
            into.add(column);
            lines.put(owning + "." + column.name(), number);
        });
        wrong.forEach(what -> problem(number, what));
    }

    private void complete(int first) {
        if (!seen.contains("metric")) {
            problem(
                    first,
                    "the header does not name the metric: begin the file with " + SqlMetricWords.example("metric"));
        }
        if (tables.isEmpty()) {
            problem(
                    first,
                    "the header declares nothing to read: add " + SqlMetricWords.example("source")
                            + " and its columns on the lines below");
        }
        for (String table : checks.tables()) {
            if (!table.equals("output") && !tables.containsKey(table)) {
                problem(
                        lines.getOrDefault("check " + table, first),
                        "a check is about \"" + table + "\", which is no source: name output, or one of "
                                + String.join(", ", tables.keySet()));
            }
        }
        if (!seen.contains("output")) {
            problem(first, "the header does not say what comes out: add -- output: and its columns on the lines below");
        }
    }

    private void problem(int number, String message) {
        String words = python ? message.replace("-- ", "# ") : message;
        problems.add(new Problem(name, file + ":" + number + ": " + words));
    }
}
