package dev.odograph.graph;

import dev.odograph.spec.Measure;
import dev.odograph.spec.Tolerance;
import java.time.Duration;
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

    /**
     * A Python function, called once per segment with a table per input, in their order, and, where it has one parameter
     * more, with the graph's parameters by name: {@code def top_speed(samples, params)}. A table is a
     * {@code pyarrow.Table}, or a pandas {@code DataFrame} where the function's annotation says so; either is a valid
     * answer. Rows may come out in any order; {@code segment_id} may be left out.
     */
    <T extends Record> Table<T> python(
            String name, Class<T> record, PythonText code, String function, Table<?>... inputs);

    /**
     * Rules on a table; its rows pass through, so later steps may read the check's output. Rules that hold wherever a
     * record is used are better said at its components: {@link Range}, {@link Allowed}, {@link Matches}.
     */
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

    /**
     * The rules of a check, each about the rows of one segment, so that what they find does not depend on how segments
     * are grouped; on the table of a reduce, about all its rows. {@link #warn}, {@link #upToShare} and {@link #upToRows}
     * are said of the rule before them. A rule that is neither fails the partition at the first row that breaks it.
     */
    interface Rules {
        /** No value of these columns is null. */
        Rules notNull(String... columns);

        /** No two rows are equal in all of these columns. */
        Rules unique(String... columns);

        /** Every value that is not null lies in [minimum, maximum]; use an infinity for no bound. */
        Rules range(String column, double minimum, double maximum);

        /** Every value that is not null is one of these: of a column of texts, whole numbers or truth values. */
        Rules allowed(String column, Object... values);

        /** Every text that is not null is, as a whole, of this pattern: a regular expression without look-around. */
        Rules matches(String column, String pattern);

        /**
         * No value is less than the one before it in its series, which are the rows that are equal in all keys but the
         * last, in order of that one: one vehicle's samples over time. Nulls are passed over.
         */
        Rules increasing(String column);

        /** Every value is greater than the one before it in its series; nulls are passed over. */
        Rules strictlyIncreasing(String column);

        /** Every value that is not null is in a column of another table, there in a row of the same segment. */
        Rules foreignKey(String column, Table<?> table, String referenced);

        /** Every segment has so many rows, a segment without rows among them. */
        Rules rowCount(long minimum, long maximum);

        /**
         * Every segment was recorded no longer than so before the dataset version was made. Judged when a run is planned,
         * and no part of any key; segments without {@code recorded_at} break it.
         */
        Rules fresh(Duration age);

        /**
         * Every segment was recorded no longer than so before a point in time.
         *
         * @param parameter name of a text parameter of the graph that holds it, such as {@code 2026-03-01T00:00:00Z}; while
         *     it is empty, the time when the dataset version was made
         */
        Rules fresh(Duration age, String parameter);

        /**
         * A query finds no rows.
         *
         * @param name snake_case name of the rule
         * @param violations a SELECT over the checked table and parameters {@code $name} whose rows are those that break
         *     the rule, with the key's columns among theirs
         */
        Rules sql(String name, SqlText violations);

        /** The rule before this lets the rows pass, and what breaks it is shown beside them. */
        Rules warn();

        /** The rule before this may be broken by a share of a segment's rows, above 0 and below 1. */
        Rules upToShare(double share);

        /** The rule before this may be broken by so many rows of a segment, at least 1. */
        Rules upToRows(long rows);
    }
}
