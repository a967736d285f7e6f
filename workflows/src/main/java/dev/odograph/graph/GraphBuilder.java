package dev.odograph.graph;

import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.Measure;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.spec.Tolerance;
import dev.odograph.spec.Version;
import dev.odograph.spec.validation.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Collects a declaration as it is made. What a spec cannot even hold (a type that no column has, a version that is
 * none) becomes a problem here, with a harmless stand-in in the spec, so that the rules still see all the rest.
 */
final class GraphBuilder implements Graph {
    private static final Version FIRST = new Version(1, 0);

    private final String name;
    private final List<Problem> problems = new ArrayList<>();
    private final List<ParameterSpec> parameters = new ArrayList<>();
    private final List<StepSpec> steps = new ArrayList<>();
    private final List<MetricSpec> metrics = new ArrayList<>();
    private Version version = FIRST;
    private String namespace = "default";
    private @Nullable String owner;
    private String description = "";
    private @Nullable Double quarantine;
    private boolean failed;

    GraphBuilder(String name) {
        this.name = name;
    }

    GraphSpec spec() {
        return new GraphSpec(
                GraphSpec.FORMAT, namespace, name, version, owner, description, parameters, steps, metrics, quarantine);
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    boolean failed() {
        return failed;
    }

    void failed(RuntimeException e) {
        failed = true;
        String what = e instanceof OdographException ? e.getMessage() : e.toString();
        problems.add(new Problem("", "Graph \"" + name + "\" cannot be declared, define() failed: " + what));
    }

    @Override
    public void version(String text) {
        version = parsed("", "Graph \"" + name + "\"", text);
    }

    @Override
    public void namespace(String text) {
        namespace = text;
    }

    @Override
    public void owner(String team) {
        owner = team;
    }

    @Override
    public void description(String text) {
        description = text;
    }

    @Override
    public void quarantine(double share) {
        if (share > 0 && share < 1) {
            quarantine = share;
        } else {
            problems.add(new Problem(
                    "",
                    "Graph \"" + name + "\": the quarantine budget is " + share
                            + ": give a share above 0 and below 1, such as 0.001 for 0.1 %"));
        }
    }

    @Override
    public void parameter(String parameter, Object defaultValue) {
        add(parameter, defaultValue, null);
    }

    @Override
    public void parameter(String parameter, Object defaultValue, String unit) {
        add(parameter, defaultValue, unit);
    }

    @Override
    public <T extends Record> Table<T> source(String step, Class<T> record) {
        return source(step, record, "main");
    }

    @Override
    public <T extends Record> Table<T> source(String step, Class<T> record, String table) {
        TableSchema schema = schema("source", step, record);
        return ruled(step, record, name -> new StepSpec.Source(name, table, schema));
    }

    @Override
    public <T extends Record> Table<T> sql(String step, Class<T> record, SqlText sql, Table<?>... inputs) {
        TableSchema schema = schema("sql", step, record);
        return ruled(step, record, name -> new StepSpec.Sql(name, names(inputs), schema, sql.text()));
    }

    @Override
    public <I extends Record, O extends Record> Table<O> java(
            String step, Class<O> record, Class<? extends JavaStep<I, O>> type, Table<I> input) {
        JavaStepClass.problems(step, type, input, record).forEach(problems::add);
        TableSchema schema = schema("java", step, record);
        return ruled(
                step,
                record,
                name -> new StepSpec.Java(
                        name,
                        List.of(input.name()),
                        schema,
                        type.getName(),
                        JavaStepClass.inputRecord(type, input).getName(),
                        record.getName(),
                        JavaStepClass.parameters(type)));
    }

    @Override
    public <T extends Record> Table<T> kernel(String step, Class<T> record, String kernel, Table<?> input) {
        return kernel(step, record, kernel, Map.of(), input);
    }

    @Override
    public <T extends Record> Table<T> kernel(
            String step, Class<T> record, String kernel, Map<String, Object> values, Table<?> input) {
        Map<String, Object> plain = new TreeMap<>();
        values.forEach((key, value) -> {
            Object converted = Values.plain(value);
            if (converted == null) {
                problems.add(new Problem(
                        step,
                        "Step \"" + step + "\" (kernel): parameter \"" + key + "\" is " + Values.describe(value)
                                + ": give a Boolean, Integer, Long, Double or String"));
            } else {
                plain.put(key, converted);
            }
        });
        int slash = kernel.lastIndexOf('/');
        TableSchema schema = schema("kernel", step, record);
        return ruled(
                step,
                record,
                name -> new StepSpec.Kernel(
                        name,
                        List.of(input.name()),
                        schema,
                        kernel.substring(slash + 1),
                        slash < 0 ? null : kernel.substring(0, slash),
                        plain));
    }

    @Override
    public <T extends Record> Table<T> python(
            String step, Class<T> record, PythonText code, String function, Table<?>... inputs) {
        steps.add(new StepSpec.Python(
                step,
                names(inputs),
                schema("python", step, record),
                function,
                code.file(),
                code.source(),
                code.modules(),
                code.lock()));
        return new Table<>(step, record);
    }

    @Override
    public <T extends Record> Table<T> check(String step, Table<T> input, Consumer<Rules> rules) {
        CheckRules collected = new CheckRules();
        rules.accept(collected);
        TableSchema schema = RecordSchema.of(input.record()).schema();
        List<String> inputs = Stream.concat(Stream.of(input.name()), collected.tables().stream())
                .distinct()
                .toList();
        steps.add(new StepSpec.Check(step, inputs, schema, collected.rules()));
        return new Table<>(step, input.record());
    }

    @Override
    public void metric(String metric, String text, Table<?> table) {
        add(metric, text, table, null, null);
    }

    @Override
    public void metric(String metric, String text, Table<?> table, Tolerance tolerance) {
        add(metric, text, table, tolerance, null);
    }

    @Override
    public void metric(String metric, String text, Table<?> table, Measure... measures) {
        add(metric, text, table, null, List.of(measures));
    }

    @Override
    public void metric(String metric, String text, Table<?> table, Tolerance tolerance, Measure... measures) {
        add(metric, text, table, tolerance, List.of(measures));
    }

    @Override
    public <T extends Record> Table<T> reduce(String step, Class<T> record, SqlText sql, Table<?>... inputs) {
        TableSchema schema = schema("reduce", step, record);
        return ruled(step, record, name -> new StepSpec.Reduce(name, names(inputs), schema, sql.text()));
    }

    /**
     * Adds a step. Where its record declares rules, a check of them takes its name, and it becomes what the check reads.
     */
    private <T extends Record> Table<T> ruled(String step, Class<T> record, Function<String, StepSpec> made) {
        List<StepSpec.Check.Rule> rules = RecordRules.of(record);
        if (rules.isEmpty()) {
            steps.add(made.apply(step));
        } else {
            StepSpec unchecked = made.apply(step + "_unchecked");
            steps.add(unchecked);
            steps.add(new StepSpec.Check(step, List.of(unchecked.name()), unchecked.output(), rules));
        }
        return new Table<>(step, record);
    }

    private void add(
            String metric,
            String text,
            Table<?> table,
            @Nullable Tolerance tolerance,
            @Nullable List<Measure> measures) {
        Version parsed = parsed(metric, "Metric \"" + metric + "\"", text);
        metrics.add(new MetricSpec(metric, parsed, table.name(), tolerance, measures));
    }

    private void add(String parameter, Object value, @Nullable String unit) {
        Object plain = Values.plain(value);
        if (plain == null) {
            problems.add(new Problem(
                    parameter,
                    "Parameter \"" + parameter + "\" has a default that is " + Values.describe(value)
                            + ": give a Boolean, Integer, Long, Double or String"));
        }
        ColumnType type = plain == null ? ColumnType.STRING : Values.type(plain);
        parameters.add(new ParameterSpec(parameter, type, plain == null ? "" : plain, unit));
    }

    private TableSchema schema(String kind, String step, Class<? extends Record> record) {
        RecordSchema schema = RecordSchema.of(record);
        schema.problems()
                .forEach(
                        problem -> problems.add(new Problem(step, "Step \"" + step + "\" (" + kind + "): " + problem)));
        return schema.schema();
    }

    private Version parsed(String step, String subject, String text) {
        try {
            return Version.parse(text);
        } catch (OdographException e) {
            problems.add(new Problem(step, subject + ": " + e.getMessage()));
            return FIRST;
        }
    }

    private static List<String> names(Table<?>... inputs) {
        return Stream.of(inputs).<String>map(Table::name).toList();
    }
}
