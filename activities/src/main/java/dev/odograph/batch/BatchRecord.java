package dev.odograph.batch;

import static java.util.Objects.requireNonNull;

import dev.odograph.artifact.RowDigest;
import dev.odograph.spec.Version;
import java.util.List;

/**
 * One metric's rows for one partition, as the ledger keeps them: identity, place and lineage.
 *
 * @param batchId hash of table, version and artifact key, in hex
 * @param table ClickHouse table
 * @param namespace the metric's namespace
 * @param metric the metric's name
 * @param version the metric's version
 * @param artifactKey key of the artifact whose rows these are
 * @param fingerprint fingerprint of the code of the stage that made them
 * @param segments ids of all segments of the partition in order, with or without rows; empty for a reduce
 * @param digest digest of the rows
 */
public record BatchRecord(
        String batchId,
        String table,
        String namespace,
        String metric,
        Version version,
        String artifactKey,
        String fingerprint,
        List<String> segments,
        RowDigest digest) {
    public BatchRecord {
        requireNonNull(batchId, "batchId is null");
        requireNonNull(table, "table is null");
        requireNonNull(namespace, "namespace is null");
        requireNonNull(metric, "metric is null");
        requireNonNull(version, "version is null");
        requireNonNull(artifactKey, "artifactKey is null");
        requireNonNull(fingerprint, "fingerprint is null");
        segments = List.copyOf(segments);
        requireNonNull(digest, "digest is null");
    }
}
