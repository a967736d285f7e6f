package dev.odograph.spec;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A result that is stored: the rows of one step under a name and version.
 *
 * @param name snake_case name, unique in its namespace
 * @param version schema changes are additive within a major
 * @param step the step whose rows are stored
 * @param tolerance how far its values may move without a new version; null for not at all
 * @param measures by what it is compared; null where nothing is declared: by the mean of every number, with no direction
 */
public record MetricSpec(
        String name,
        Version version,
        String step,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Tolerance tolerance,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Measure> measures) {
    public MetricSpec {
        requireNonNull(name, "name is null");
        requireNonNull(version, "version is null");
        requireNonNull(step, "step is null");
        measures = measures == null ? null : List.copyOf(measures);
    }

    /** A metric for which nothing is declared to compare it by. */
    public MetricSpec(String name, Version version, String step, @Nullable Tolerance tolerance) {
        this(name, version, step, tolerance, null);
    }

    /** A metric whose values never move without a new version. */
    public MetricSpec(String name, Version version, String step) {
        this(name, version, step, null, null);
    }
}
