package dev.odograph.schema.clickhouse;

import java.util.List;
import java.util.Map;

/**
 * The form of the ClickHouse that results are in: one server, or a cluster. Everything is written for one server; a form
 * turns each statement into those that do the same on its servers, so that a cluster is configuration only.
 */
public sealed interface ServerForm permits SingleServer, Cluster {
    /** One server. */
    static ServerForm single() {
        return new SingleServer();
    }

    /**
     * The form that is configured: ODOGRAPH_CLICKHOUSE_CLUSTER names a cluster, ODOGRAPH_CLICKHOUSE_REPLICAS says how many
     * copies of each shard it has; without a name, one server.
     *
     * @throws dev.odograph.error.OdographException NAME_INVALID or PARAMETER_INVALID where they cannot be
     */
    static ServerForm of(Map<String, String> environment) {
        String name = environment.getOrDefault(Cluster.NAME, "").strip();
        return name.isEmpty() ? single() : Cluster.of(name, environment.getOrDefault(Cluster.REPLICAS, "2"));
    }

    /**
     * The statements that do on this form what one does on one server, in order. Statements that define or delete nothing
     * stay as they are.
     *
     * @param database the database that the statement is about
     */
    List<String> statements(String sql, String database);

    /** Name of the database whose tables hold the rows, with their sorting keys, where {@code database} has what is read. */
    String storage(String database);

    /** Settings that each statement needs. */
    Map<String, String> settings();
}
