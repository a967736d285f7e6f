package dev.odograph.spec.validation;

import dev.odograph.spec.GraphSpec;
import java.util.List;

/** All rules over a spec. Thread-safe. */
public final class GraphValidation {
    private GraphValidation() {}

    /** Every problem of a spec, in the order of its steps; empty when there are none. */
    public static List<Problem> problems(GraphSpec graph, KernelCatalog kernels, SqlCatalog sql) {
        return List.of();
    }
}
