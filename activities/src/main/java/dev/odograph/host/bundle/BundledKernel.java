package dev.odograph.host.bundle;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A kernel that a bundle brings along.
 *
 * @param library file name of its shared library under {@code native/}
 * @param sha256 of that file, in hex
 * @param kernel name it is registered under
 * @param version its version, as its author registered it
 * @param description what it computes; null in bundles of before
 * @param page all that it declares, as Markdown; null in bundles of before
 */
public record BundledKernel(
        String library,
        String sha256,
        String kernel,
        String version,
        @Nullable String description,
        @Nullable String page) {
    public BundledKernel {
        requireNonNull(library, "library is null");
        requireNonNull(sha256, "sha256 is null");
        requireNonNull(kernel, "kernel is null");
        requireNonNull(version, "version is null");
    }
}
