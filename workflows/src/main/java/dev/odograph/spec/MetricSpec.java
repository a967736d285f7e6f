package dev.odograph.spec;

import static java.util.Objects.requireNonNull;

/**
 * A result that is stored: the rows of one step under a name and version.
 *
 * @param name snake_case name, unique in its namespace
 * @param version schema changes are additive within a major
 * @param step the step whose rows are stored
 */
public record MetricSpec(String name, Version version, String step) {
    public MetricSpec {
        requireNonNull(name, "name is null");
        requireNonNull(version, "version is null");
        requireNonNull(step, "step is null");
    }
}
