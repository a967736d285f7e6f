package dev.odograph.kernel;

import java.util.List;
import java.util.Optional;

/**
 * What a kernel declares about itself.
 *
 * @param name snake_case, unique in its library
 * @param major raised when the same input may give other rows or other columns
 * @param minor raised when it only gained something
 * @param description what it computes
 * @param formula the formula and where it is published
 * @param example input and output of one row
 * @param scope how its input may be split
 * @param inputs its input tables, in the order in which they are passed
 * @param output its output table
 * @param parameters its parameters
 */
public record KernelDescriptor(
        String name,
        int major,
        int minor,
        String description,
        String formula,
        String example,
        KernelScope scope,
        List<KernelSchema> inputs,
        KernelSchema output,
        List<KernelParameter> parameters) {
    public KernelDescriptor {
        inputs = List.copyOf(inputs);
        parameters = List.copyOf(parameters);
    }

    /** {@code major.minor}. */
    public String version() {
        return major + "." + minor;
    }

    public Optional<KernelParameter> findParameter(String parameterName) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(parameterName))
                .findFirst();
    }
}
