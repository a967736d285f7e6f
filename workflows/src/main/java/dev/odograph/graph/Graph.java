package dev.odograph.graph;

import dev.odograph.spec.Measure;
import dev.odograph.spec.Tolerance;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Collects what a {@link GraphDefinition} declares. Nothing is checked before all is declared; then every problem is
 * reported at once, naming the step and the mend. Not thread-safe.
 */
public interface Graph {
    /** Sets the graph's version {@code major.minor}; {@code 1.0} unless set. */
    void version(String version);

    /** Sets the namespace of the metrics; {@code default} unless set. */
    void namespace(String namespace);

    /** Names the team that answers for the graph. */
    void owner(String team);

    /**
     * Declares what part of the segments, and of the kilometres, a run may do without when they fail: such as 0.001. Up
     * to it a run succeeds, with the waiver and the coverage beside every result; above it, the run fails or parks.
     *
     * @param share above 0 and below 1
     */
    void quarantine(double share);

    /** One or two sentences for readers. */
    void description(String text);

    /**
     * Declares a parameter that a run may set; SQL reads it as {@code $name}.
     *
     * @param defaultValue Boolean, Long (or Integer), Double or String; its class is the parameter's type
     */
    void parameter(String name, Object defaultValue);

    /** Declares a parameter with a unit. */
    void parameter(String name, Object defaultValue, String unit);

    /** Reads table {@code main} of every segment. */
    <T extends Record> Table<T> source(String name, Class<T> record);

    /** Reads the named table of every segment. */
    <T extends Record> Table<T> source(String name, Class<T> record, String table);

    /** A DuckDB query over {@code inputs}, which it names as tables. */
    <T extends Record> Table<T> sql(String name, Class<T> record, SqlText sql, Table<?>... inputs);

    /** A Java step over one input. */
    <I extends Record, O extends Record> Table<O> java(
            String name, Class<O> record, Class<? extends JavaStep<I, O>> step, Table<I> input);

    /** A kernel without parameters, over one input. */
    <T extends Record> Table<T> kernel(String name, Class<T> record, String kernel, Table<?> input);

    /**
     * A kernel with parameters.
     *
     * @param kernel name of a kernel that comes with Odograph; or {@code library/kernel}, with the file name of one of
     *     the bundle's own libraries, such as {@code libmine.so/gap_filter}
     * @param parameters values by the kernel's parameter names; a text {@code $name} stands for a graph parameter
     */
    <T extends Record> Table<T> kernel(
            String name, Class<T> record, String kernel, Map<String, Object> parameters, Table<?> input);

    /** Rules on a table; its rows pass through, so later steps may read the check's output. */
    <T extends Record> Table<T> check(String name, Table<T> input, Consumer<Rules> rules);

    /** Stores the rows of a table as a metric with a version {@code major.minor}. */
    void metric(String name, String version, Table<?> table);

    /**
     * Stores a metric whose doubles may move a little without a new version, as {@code graph check} judges: by how much
     * another compiler or an equivalent formula moves them.
     */
    void metric(String name, String version, Table<?> table, Tolerance tolerance);

    /** Stores a metric, and says by what its versions, releases and runs are compared. */
    void metric(String name, String version, Table<?> table, Measure... measures);

    /** Stores a metric with a tolerance, and says by what its versions, releases and runs are compared. */
    void metric(String name, String version, Table<?> table, Tolerance tolerance, Measure... measures);

    /** A DuckDB query over the rows of all segments. */
    <T extends Record> Table<T> reduce(String name, Class<T> record, SqlText sql, Table<?>... inputs);

    /** The rules of a check. */
    interface Rules {
        /** No value of these columns is null. */
        Rules notNull(String... columns);

        /** No two rows are equal in all of these columns. */
        Rules unique(String... columns);

        /** Every value that is not null lies in [minimum, maximum]; use an infinity for no bound. */
        Rules range(String column, double minimum, double maximum);
    }
}
