package dev.odograph.graph;

/**
 * Takes the rows that a step puts out. Not thread-safe.
 *
 * @param <O> record of the rows
 */
@FunctionalInterface
public interface Emitter<O extends Record> {
    /**
     * Adds one row; it is copied.
     *
     * @throws IllegalArgumentException where a component that is not nullable is null, or not finite though it must be
     */
    void emit(O row);
}
