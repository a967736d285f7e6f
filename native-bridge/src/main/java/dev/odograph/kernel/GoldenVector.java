package dev.odograph.kernel;

import java.util.List;
import java.util.Map;

/**
 * An input whose output is known. Tables are text as {@code OdographGolden} of the ABI's header has it.
 *
 * @param name what it shows
 * @param parameters those that are not at their default, as Long, Double, Boolean or String
 * @param inputs a table for each declared input
 * @param output the table that comes out
 * @param maxUlps how many floating-point numbers a number may be off; 0 where all bits must agree
 */
public record GoldenVector(
        String name, Map<String, Object> parameters, List<String> inputs, String output, long maxUlps) {
    public GoldenVector {
        parameters = Map.copyOf(parameters);
        inputs = List.copyOf(inputs);
    }
}
