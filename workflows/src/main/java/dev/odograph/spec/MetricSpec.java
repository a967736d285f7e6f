package dev.odograph.spec;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A result that is stored: the rows of one step under a name and version.
 *
 * @param name snake_case name, unique in its namespace
 * @param version schema changes are additive within a major
 * @param step the step whose rows are stored
 * @param tolerance how far its values may move without a new version; null for not at all
 */
public record MetricSpec(
        String name,
        Version version,
        String step,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Tolerance tolerance) {
    public MetricSpec {
        requireNonNull(name, "name is null");
        requireNonNull(version, "version is null");
        requireNonNull(step, "step is null");
    }

    /** A metric whose values never move without a new version. */
    public MetricSpec(String name, Version version, String step) {
        this(name, version, step, null);
    }
}
