package dev.odograph.schema.clickhouse;

import static java.util.Objects.requireNonNull;

import dev.odograph.spec.Digests;
import dev.odograph.spec.SpecJson;
import dev.odograph.spec.TableSchema;
import dev.odograph.spec.Version;

/**
 * A metric's table in one major version.
 *
 * @param name its name in ClickHouse
 * @param namespace the metric's namespace
 * @param metric the metric's name
 * @param version the metric's version; its major belongs to the table's identity
 * @param schema the columns that this version of the metric has
 */
public record MetricTable(String name, String namespace, String metric, Version version, TableSchema schema) {
    public MetricTable {
        requireNonNull(name, "name is null");
        requireNonNull(namespace, "namespace is null");
        requireNonNull(metric, "metric is null");
        requireNonNull(version, "version is null");
        requireNonNull(schema, "schema is null");
    }

    /** The table of branch code: results of one schema share it, whatever branch they are of. */
    public static MetricTable scratch(String namespace, String metric, Version version, TableSchema schema) {
        String digest = Digests.sha256Hex(
                "scratch", namespace, metric, Integer.toString(version.major()), SpecJson.write(schema));
        return new MetricTable(ClickHouseNames.scratchTable(digest, metric), namespace, metric, version, schema);
    }

    /** The table of merged code. */
    public static MetricTable merged(String namespace, String metric, Version version, TableSchema schema) {
        return new MetricTable(ClickHouseNames.table(namespace, metric, version), namespace, metric, version, schema);
    }
}
