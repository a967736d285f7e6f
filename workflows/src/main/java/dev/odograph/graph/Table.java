package dev.odograph.graph;

import static java.util.Objects.requireNonNull;

/**
 * The output of a step, used as an input of others.
 *
 * @param name name of the step
 * @param record class of its rows
 * @param <T> record of its rows
 */
public record Table<T extends Record>(String name, Class<T> record) {
    public Table {
        requireNonNull(name, "name is null");
        requireNonNull(record, "record is null");
    }
}
