package dev.odograph.spec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One node of a graph. Its name is its output's name. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = StepSpec.Source.class, name = "source"),
    @JsonSubTypes.Type(value = StepSpec.Sql.class, name = "sql"),
    @JsonSubTypes.Type(value = StepSpec.Java.class, name = "java"),
    @JsonSubTypes.Type(value = StepSpec.Kernel.class, name = "kernel"),
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
     */
    record Java(
            String name,
            List<String> inputs,
            TableSchema output,
            String className,
            String inputRecord,
            String outputRecord)
            implements StepSpec {
        public Java {
            inputs = List.copyOf(inputs);
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

    /** Rules on a table; a violated rule fails the step, otherwise the rows pass through. */
    record Check(String name, List<String> inputs, TableSchema output, List<Rule> rules) implements StepSpec {
        public Check {
            inputs = List.copyOf(inputs);
            rules = List.copyOf(rules);
        }

        /**
         * One rule.
         *
         * @param rule {@code not_null}, {@code unique} or {@code range}
         * @param columns the columns it is about
         * @param minimum least value allowed by a range; null for no bound
         * @param maximum greatest value allowed by a range; null for no bound
         */
        public record Rule(
                String rule,
                List<String> columns,
                @Nullable Double minimum,
                @Nullable Double maximum) {
            public Rule {
                columns = List.copyOf(columns);
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
