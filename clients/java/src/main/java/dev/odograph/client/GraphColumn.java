package dev.odograph.client;

import org.jspecify.annotations.Nullable;

/**
 * A column of a metric or a source.
 *
 * @param name its name
 * @param type type of its values: bool, int32, int64, float64, string or timestamp
 * @param unit unit of its values, such as m/s; null where it has none
 * @param key whether it is part of the rows' key
 * @param nullable whether a value may be null
 */
public record GraphColumn(
        String name, String type, @Nullable String unit, boolean key, boolean nullable) {}
