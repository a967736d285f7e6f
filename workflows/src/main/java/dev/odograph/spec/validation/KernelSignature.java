package dev.odograph.spec.validation;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ParameterSpec;
import java.util.List;

/**
 * What a kernel reads, puts out and may be told.
 *
 * @param name name that the kernel is registered under
 * @param inputs columns it reads; the input may have more
 * @param outputs columns it puts out, exactly
 * @param parameters its parameters with their defaults
 * @param refusals why no step can call it, with the mend: the kernel's ABI has more than graphs do. Empty for most; its
 *     columns are not looked at otherwise
 */
public record KernelSignature(
        String name,
        List<ColumnSpec> inputs,
        List<ColumnSpec> outputs,
        List<ParameterSpec> parameters,
        List<String> refusals) {
    public KernelSignature {
        refusals = List.copyOf(refusals);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        parameters = List.copyOf(parameters);
    }

    /** A kernel that steps can call. */
    public KernelSignature(
            String name, List<ColumnSpec> inputs, List<ColumnSpec> outputs, List<ParameterSpec> parameters) {
        this(name, inputs, outputs, parameters, List.of());
    }
}
