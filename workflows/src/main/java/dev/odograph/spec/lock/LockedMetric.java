package dev.odograph.spec.lock;

import static java.util.Objects.requireNonNull;

import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.spec.Tolerance;
import dev.odograph.spec.Version;
import java.util.List;

/**
 * A metric as readers know it.
 *
 * @param version its version
 * @param step the step whose rows it stores
 * @param tolerance how far its values may move without a new version
 * @param columns its columns, each on a line such as {@code t_ms int64 [ms] key}
 * @param golden what it gave on the sample
 */
public record LockedMetric(Version version, String step, Tolerance tolerance, List<String> columns, Golden golden) {
    public LockedMetric {
        requireNonNull(version, "version is null");
        requireNonNull(step, "step is null");
        requireNonNull(tolerance, "tolerance is null");
        columns = List.copyOf(columns);
        requireNonNull(golden, "golden is null");
    }

    /** A metric with the schema of its step and what it gave. */
    public static LockedMetric of(MetricSpec metric, TableSchema schema, Golden golden) {
        Tolerance tolerance = metric.tolerance() == null ? Tolerance.EXACT : metric.tolerance();
        return new LockedMetric(
                metric.version(),
                metric.step(),
                tolerance,
                schema.columns().stream().map(ColumnText::of).toList(),
                tolerance.exact() ? golden.withoutValues() : golden);
    }

    TableSchema schema() {
        return new TableSchema(columns.stream().map(ColumnText::parse).toList());
    }
}
