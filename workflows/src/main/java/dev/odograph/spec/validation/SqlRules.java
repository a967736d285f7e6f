package dev.odograph.spec.validation;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the text of a query shows: one SELECT that reads its inputs and parameters and nothing else, with the same result
 * every time. Whether it binds is for the engine to say.
 */
final class SqlRules {
    private static final Pattern FIRST_WORD = Pattern.compile("[\\s(]*([a-z_]+|\\S)");
    private static final Pattern WRITES =
            Pattern.compile("\\b(select|insert|update|delete|merge|copy)\\b(?!\\s+as\\b)");
    private static final Pattern NESTED = Pattern.compile("\\([^()]*\\)");
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\w+)|\\?");
    private static final Pattern VOLATILE = Pattern.compile("\\b(?:(" + SqlWords.VOLATILE_FUNCTIONS + ")\\s*\\()");
    private static final Pattern VOLATILE_WORD = Pattern.compile("\\b(" + SqlWords.VOLATILE_WORDS + ")\\b");
    private static final Pattern OUTWARD = Pattern.compile("\\b(" + SqlWords.OUTWARD_FUNCTIONS + ")\\s*\\(");
    private static final Pattern CATALOG = Pattern.compile("\\b(" + SqlWords.CATALOG_TABLES + ")\\b");
    private static final String TABLE = "(?:[\\w.]+|\"[^\"]*\")";
    // FROM or JOIN, tables with their aliases, then a text or a quoted path; IS DISTINCT FROM '' compares
    private static final Pattern FILE = Pattern.compile("(?<!\\bdistinct\\s{1,9})\\b(?:from|join)[\\s(]+(?:" + TABLE
            + "(?:\\s+(?:as\\s+)?" + TABLE + ")?\\s*,[\\s(]*)*(?:''|\"[^\"]*[./:\\\\][^\"]*\")");

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

    private SqlRules() {}

    static void check(GraphSpec graph, SqlCatalog catalog, Problems problems) {
        for (StepSpec step : graph.steps()) {
            switch (step) {
                case StepSpec.Sql sql -> check(graph, step, sql.sql(), catalog, problems);
                case StepSpec.Reduce reduce -> check(graph, step, reduce.sql(), catalog, problems);
                default -> {}
            }
        }
    }

    private static void check(GraphSpec graph, StepSpec step, String sql, SqlCatalog catalog, Problems problems) {
        SqlScan scan = SqlScan.of(sql);
        if (scan.code().isBlank()) {
            problems.step(step, "its SQL is empty: write one SELECT statement");
            return;
        }
        boolean one = statement(step, scan, problems);
        parameters(graph.parameters(), step, scan.words(), problems);
        boolean safe = same(step, scan, problems) & inside(step, scan, problems);
        for (String input : step.inputs()) {
            if (!Pattern.compile("\\b" + Pattern.quote(input.toLowerCase(Locale.ROOT)) + "\\b")
                    .matcher(scan.bare())
                    .find()) {
                problems.step(step, "its SQL does not name input \"" + input + "\": read it, or drop the input");
            }
        }
        if (one && safe) {
            StepSpec query = new StepSpec.Sql(step.name(), step.inputs(), step.output(), sql);
            catalog.problems(step instanceof StepSpec.Check ? query : step, inputs(graph, step))
                    .forEach(problem -> problems.step(step, problem));
        }
    }

    /** A check's query selects rows of the checked table that break a rule, their key among its columns. */
    static void check(
            GraphSpec graph, StepSpec.Check check, StepSpec.Check.Rule rule, SqlCatalog catalog, Problems problems) {
        String name = rule.label() == null ? "" : rule.label();
        if (!NAME.matcher(name).matches()) {
            problems.step(check, "a rule in SQL is named " + NameRules.show(name) + ": give it a name in snake_case");
        }
        String sql = rule.text() == null ? "" : rule.text();
        TableSchema output = check.output();
        List<ColumnSpec> named = output.keys().isEmpty() ? output.columns() : output.keys();
        String columns = named.stream().map(column -> '"' + column.name() + '"').collect(Collectors.joining(", "));
        SqlScan scan = SqlScan.of(sql);
        boolean blank = scan.code().isBlank();
        if (!blank && !statement(check, scan, problems)) {
            return;
        }
        String text = blank ? "" : "SELECT " + columns + " FROM (\n" + sql + "\n)";
        check(
                graph,
                new StepSpec.Check(
                        check.name(), check.inputs().stream().limit(1).toList(), new TableSchema(named), List.of()),
                text,
                catalog,
                problems);
    }

    private static boolean statement(StepSpec step, SqlScan scan, Problems problems) {
        String code = scan.words();
        int semicolon = code.indexOf(';');
        if (semicolon >= 0) {
            problems.step(
                    step,
                    code.substring(semicolon + 1).isBlank()
                            ? "its SQL ends with a semicolon: leave it out"
                            : "its SQL has several statements: write one SELECT, with WITH for what comes before");
            return false;
        }
        Matcher first = FIRST_WORD.matcher(code);
        String word = first.lookingAt() ? first.group(1) : "";
        if (word.equals("with")) {
            word = verb(scan.words());
        }
        if (!word.equals("select")) {
            problems.step(
                    step, "its SQL is a " + word.toUpperCase(Locale.ROOT) + ": steps only read, write one SELECT");
            return false;
        }
        return true;
    }

    /** What a statement that starts with WITH does: its first verb outside of parentheses. */
    private static String verb(String code) {
        String outer = code;
        for (String inner = ""; !inner.equals(outer); ) {
            inner = outer;
            outer = NESTED.matcher(outer).replaceAll(" ");
        }
        Matcher verb = WRITES.matcher(outer);
        // WITH x AS (...) (SELECT ...) is rare, and the engine sees it
        return verb.find() ? verb.group(1) : "select";
    }

    private static void parameters(List<ParameterSpec> declared, StepSpec step, String code, Problems problems) {
        Set<String> names = declared.stream().<String>map(ParameterSpec::name).collect(Collectors.toSet());
        Matcher used = PARAMETER.matcher(code);
        Set<String> unknown = new TreeSet<>();
        while (used.find()) {
            if (used.group(1) == null || !names.contains(used.group(1))) {
                unknown.add(used.group());
            }
        }
        for (String name : unknown) {
            problems.step(
                    step, "its SQL uses " + name + ", which is no parameter of the graph: declare it with g.parameter");
        }
    }

    private static boolean same(StepSpec step, SqlScan scan, Problems problems) {
        Set<String> found = new TreeSet<>();
        collect(VOLATILE.matcher(scan.bare()), found);
        collect(VOLATILE_WORD.matcher(scan.words()), found);
        for (String word : found) {
            problems.step(
                    step,
                    "its SQL uses " + word + ", whose value differs from run to run: take the value from a column or a"
                            + " parameter");
        }
        return found.isEmpty();
    }

    private static boolean inside(StepSpec step, SqlScan scan, Problems problems) {
        Set<String> found = new TreeSet<>();
        collect(OUTWARD.matcher(scan.bare()), found);
        collect(CATALOG.matcher(scan.bare()), found);
        for (String word : found) {
            problems.step(step, "its SQL uses " + word + ", which reaches out of the step: read a declared input");
        }
        boolean file = FILE.matcher(scan.code()).find();
        if (file) {
            problems.step(step, "its SQL reads a file: import the file as a dataset and read it by a source");
        }
        return found.isEmpty() && !file;
    }

    private static void collect(Matcher matcher, Set<String> found) {
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
    }

    private static Map<String, TableSchema> inputs(GraphSpec graph, StepSpec step) {
        Map<String, TableSchema> inputs = new HashMap<>();
        for (String input : step.inputs()) {
            graph.step(input).ifPresent(read -> inputs.put(input, read.output()));
        }
        return inputs;
    }
}
