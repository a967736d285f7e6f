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
 * @param formula the formula
 * @param source where the formula is published
 * @param scope how its input may be split
 * @param inputs its input tables, in the order in which they are passed
 * @param output its output table
 * @param parameters its parameters
 * @param golden its golden vectors, at least one; the first is its example
 */
public record KernelDescriptor(
        String name,
        int major,
        int minor,
        String description,
        String formula,
        String source,
        KernelScope scope,
        List<KernelSchema> inputs,
        KernelSchema output,
        List<KernelParameter> parameters,
        List<GoldenVector> golden) {
    public KernelDescriptor {
        inputs = List.copyOf(inputs);
        parameters = List.copyOf(parameters);
        golden = List.copyOf(golden);
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
