package dev.odograph.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One node of a graph. Its name is its output's name. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = StepSpec.Source.class, name = "source"),
    @JsonSubTypes.Type(value = StepSpec.Sql.class, name = "sql"),
    @JsonSubTypes.Type(value = StepSpec.Java.class, name = "java"),
    @JsonSubTypes.Type(value = StepSpec.Kernel.class, name = "kernel"),
    @JsonSubTypes.Type(value = StepSpec.Python.class, name = "python"),
    @JsonSubTypes.Type(value = StepSpec.Check.class, name = "check"),
    @JsonSubTypes.Type(value = StepSpec.Reduce.class, name = "reduce")
})
public sealed interface StepSpec {
    /** Unique name in its graph, snake_case; SQL refers to the output by it. */
    String name();

    /** Names of the steps whose outputs this step reads, in declared order; empty for a source. */
    List<String> inputs();

    /** Schema of the output. A check passes its input through unchanged. */
    TableSchema output();

    /** The word for this kind in messages and in the JSON form. */
    default String kind() {
        return switch (this) {
            case Source s -> "source";
            case Sql s -> "sql";
            case Java s -> "java";
            case Kernel s -> "kernel";
            case Python s -> "python";
            case Check s -> "check";
            case Reduce s -> "reduce";
        };
    }

    /**
     * Reads one named table of every segment. Unsorted rows are sorted by key; a duplicate key is an error.
     *
     * @param table name of the segment's table; {@code main} where segments have one
     */
    record Source(String name, String table, TableSchema output) implements StepSpec {
        @Override
        public List<String> inputs() {
            return List.of();
        }
    }

    /**
     * A DuckDB query over its inputs, run single-threaded per partition.
     *
     * @param sql one SELECT statement that names its inputs as tables and parameters as {@code $name}
     */
    record Sql(String name, List<String> inputs, TableSchema output, String sql) implements StepSpec {
        public Sql {
            inputs = List.copyOf(inputs);
        }
    }

    /**
     * A Java step, called once per segment.
     *
     * @param className binary name of a class in the bundle that implements {@code JavaStep}
     * @param inputRecord binary name of the record that the step sees as its input's rows
     * @param outputRecord binary name of the record whose instances the step emits
     * @param parameters the graph parameters that the step may read; null for all
     */
    record Java(
            String name,
            List<String> inputs,
            TableSchema output,
            String className,
            String inputRecord,
            String outputRecord,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<String> parameters)
            implements StepSpec {
        public Java {
            inputs = List.copyOf(inputs);
            parameters = parameters == null ? null : List.copyOf(parameters);
        }

        /** A step that may read all parameters. */
        public Java(
                String name,
                List<String> inputs,
                TableSchema output,
                String className,
                String inputRecord,
                String outputRecord) {
            this(name, inputs, output, className, inputRecord, outputRecord, null);
        }

        /** Those of the values that the step may read. */
        public Map<String, Object> readable(Map<String, Object> values) {
            List<String> declared = parameters;
            return declared == null
                    ? values
                    : values.entrySet().stream()
                            .filter(value -> declared.contains(value.getKey()))
                            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        }
    }

    /**
     * A native function behind the C ABI.
     *
     * @param kernel name that the kernel is registered under
     * @param library file name of the shared library in the bundle; null for the kernels that come with Odograph
     * @param parameters values by parameter name; a text value {@code $name} stands for the graph's parameter
     */
    record Kernel(
            String name,
            List<String> inputs,
            TableSchema output,
            String kernel,
            @Nullable String library,
            Map<String, Object> parameters)
            implements StepSpec {
        public Kernel {
            inputs = List.copyOf(inputs);
            parameters = parameters.entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> plain(entry.getValue())));
        }

        /** JSON does not tell a small Long from an Integer. */
        private static Object plain(Object value) {
            return value instanceof Integer number ? number.longValue() : value;
        }
    }

    /**
     * A Python function over Arrow tables, called once per segment. All of its code is here, so what is not here it
     * cannot import.
     *
     * @param function name of a function in {@code source}
     * @param file name of the file that {@code source} came from, for tracebacks
     * @param source text of the file
     * @param modules texts of further modules that it imports, by name
     * @param lock text of the {@code requirements.lock} of its environment; null for the one that comes with Odograph
     */
    record Python(
            String name,
            List<String> inputs,
            TableSchema output,
            String function,
            String file,
            String source,
            Map<String, String> modules,
            @Nullable String lock)
            implements StepSpec {
        public Python {
            inputs = List.copyOf(inputs);
            modules = Map.copyOf(modules);
        }

        /** Whether its text names a parameter. The function is given those that it names and no others. */
        public boolean names(String parameter) {
            Pattern word = Pattern.compile("\\b" + Pattern.quote(parameter) + "\\b");
            return word.matcher(source).find()
                    || modules.values().stream()
                            .anyMatch(text -> word.matcher(text).find());
        }
    }

    /**
     * Rules on a table, which is its first input; its rows pass through. A rule of severity {@code ERROR} that is broken
     * beyond its threshold fails the step.
     *
     * @param inputs the table, and the tables that foreign keys point to
     */
    record Check(String name, List<String> inputs, TableSchema output, List<Rule> rules) implements StepSpec {
        public Check {
            inputs = List.copyOf(inputs);
            rules = List.copyOf(rules);
        }

        /**
         * One rule.
         *
         * @param rule {@code not_null}, {@code unique}, {@code range}, {@code allowed}, {@code matches},
         *     {@code increasing}, {@code strictly_increasing}, {@code foreign_key}, {@code row_count}, {@code fresh} or
         *     {@code sql}
         * @param columns the columns it is about
         * @param minimum least value of a range, or least rows of a segment; null for no bound
         * @param maximum greatest value of a range, most rows of a segment, or greatest age in seconds of {@code fresh};
         *     null for no bound
         * @param values the allowed values as text, or the columns that a foreign key points to
         * @param table step that a foreign key points to; null for other rules
         * @param text the pattern of {@code matches}, the parameter {@code $name} of {@code fresh}, or the query of
         *     {@code sql}; null for other rules
         * @param label name of a rule in SQL; null for other rules
         * @param severity what becomes of the partition when the rule is broken; null for {@code ERROR}
         * @param upToShare share of a segment's rows that may break the rule; null for none
         * @param upToRows rows of a segment that may break the rule; null for none
         */
        public record Rule(
                String rule,
                List<String> columns,
                @Nullable Double minimum,
                @Nullable Double maximum,
                @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> values,

                @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
                String table,

                @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
                String text,

                @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
                String label,

                @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
                Severity severity,

                @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
                Double upToShare,

                @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
                Long upToRows) {
            /** The word of freshness, which is judged when a run is planned and not by the step. */
            public static final String FRESH = "fresh";

            public Rule {
                columns = List.copyOf(columns);
                values = values == null ? List.of() : List.copyOf(values);
            }

            /** A rule that nothing may break. */
            public Rule(String rule, List<String> columns, @Nullable Double minimum, @Nullable Double maximum) {
                this(rule, columns, minimum, maximum, List.of(), null, null, null, null, null, null);
            }

            /** Whether a partition fails where it is broken beyond its threshold. */
            public boolean fails() {
                return severity != Severity.WARN;
            }

            /** It for readers: {@code range speed_mps}. */
            public String shown() {
                String about = label == null ? String.join(", ", columns) : label;
                return about.isEmpty() ? rule : rule + " " + about;
            }
        }
    }

    /** A DuckDB query over the outputs of all partitions at once. */
    record Reduce(String name, List<String> inputs, TableSchema output, String sql) implements StepSpec {
        public Reduce {
            inputs = List.copyOf(inputs);
        }
    }
}
