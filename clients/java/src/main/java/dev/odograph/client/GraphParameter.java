package dev.odograph.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a graph.
 *
 * @param name its name
 * @param type type of its values: bool, int32, int64, float64, string or timestamp
 * @param unit unit of its values; null where it has none
 * @param defaultValue its value in runs that give none: a number, a text, true or false
 */
public record GraphParameter(
        String name,
        String type,
        @Nullable String unit,
        @JsonProperty("default") Object defaultValue) {}
