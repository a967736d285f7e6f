package dev.odograph.host.bundle;

import dev.odograph.spec.GraphSpec;
import java.util.List;

/**
 * What a step host found in a bundle.
 *
 * @param graphs its valid graphs, in order of name
 * @param kernels the kernels of its shared libraries
 * @param problems what is wrong with the others; each names graph, step and mend. Empty where all is well
 */
public record BundleDescription(List<GraphSpec> graphs, List<BundledKernel> kernels, List<String> problems) {
    public BundleDescription {
        graphs = List.copyOf(graphs);
        kernels = List.copyOf(kernels);
        problems = List.copyOf(problems);
    }
}
