package dev.odograph.graph;

/** What a step may know beside its rows. Not thread-safe. */
public interface StepContext {
    /** Id of the segment whose rows are processed. */
    String segmentId();

    /**
     * Value of a graph parameter: Boolean, Long, Double or String as declared.
     *
     * @throws IllegalArgumentException where the graph declares no such parameter
     */
    Object parameter(String name);

    /** Value of a FLOAT64 or INT64 parameter as a double. */
    default double number(String name) {
        return ((Number) parameter(name)).doubleValue();
    }
}
