package dev.odograph.host.bundle;

import java.nio.file.Path;

/** Looks into a bundle. Author code runs for it, so the one implementation asks a step host. */
@FunctionalInterface
public interface BundleDescriber {
    /**
     * Runs the bundle's graph definitions and validates them.
     *
     * @param bundle a directory with {@code lib/*.jar} and {@code native/*.so}; it needs no {@code bundle.json} yet
     */
    BundleDescription describe(Path bundle);
}
