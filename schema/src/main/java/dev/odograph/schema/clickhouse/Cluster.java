package dev.odograph.schema.clickhouse;

import static dev.odograph.schema.clickhouse.ClickHouseNames.literal;
import static dev.odograph.schema.clickhouse.ClickHouseNames.quoted;
import static java.util.Objects.requireNonNull;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cluster: rows lie in replicated tables of the database {@code <database>_shard}, sharded by segment, and are read and
 * written through distributed tables of the same names in the database itself. Two small tables, which say what is
 * current, are whole on every server. Why: docs/scale-out.md.
 *
 * @param name the cluster's name in the servers' configuration
 * @param replicas copies of each shard; an insert waits for all of them, so that no reader of any sees part of a batch
 */
record Cluster(String name, int replicas) implements ServerForm {
    static final String NAME = "ODOGRAPH_CLICKHOUSE_CLUSTER";
    static final String REPLICAS = "ODOGRAPH_CLICKHOUSE_REPLICAS";

    /** Tables that have a copy on every server. */
    static final Set<String> EVERYWHERE = Set.of(MirrorDdl.PUBLICATION, "fact_snapshot");

    private static final String TABLE = "(`(?:[^`\\\\]|\\\\.)*`|\\w+)";
    private static final Pattern CREATE_DATABASE = Pattern.compile("CREATE DATABASE IF NOT EXISTS " + TABLE);
    private static final Pattern CREATE_TABLE = Pattern.compile(
            "CREATE TABLE IF NOT EXISTS " + TABLE
                    + "\\s*\\((.*)\\n\\)\\s*ENGINE = (Replacing)?MergeTree(?:\\((\\w+)\\))?(.*)",
            Pattern.DOTALL);
    private static final Pattern CREATE_VIEW =
            Pattern.compile("(CREATE (?:OR REPLACE )?VIEW (?:IF NOT EXISTS )?)" + TABLE + "(.*)", Pattern.DOTALL);
    private static final Pattern ALTER = Pattern.compile("ALTER TABLE " + TABLE + "(.*)", Pattern.DOTALL);
    private static final Pattern DELETE = Pattern.compile("DELETE FROM " + TABLE + "(.*)", Pattern.DOTALL);
    private static final Pattern KILL = Pattern.compile("KILL QUERY (WHERE .*)", Pattern.DOTALL);
    private static final Pattern BY_SEGMENT = Pattern.compile("\\n\\s*`?" + TableSchema.SEGMENT_ID + "`? String");

    Cluster {
        requireNonNull(name, "name is null");
    }

    static Cluster of(String name, String replicas) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_.-]*")) {
            throw new OdographException(
                    ErrorCode.NAME_INVALID,
                    NAME + " is \"" + name
                            + "\", which no cluster is called: it is letters, digits, '_', '-' and '.', as"
                            + " under remote_servers in ClickHouse's configuration");
        }
        if (!replicas.strip().matches("[1-9]")) {
            throw new OdographException(
                    ErrorCode.PARAMETER_INVALID,
                    REPLICAS + " is \"" + replicas + "\": say by a number from 1 to 9 how many copies each shard of "
                            + name + " has");
        }
        return new Cluster(name, Integer.parseInt(replicas.strip()));
    }

    @Override
    public String storage(String database) {
        return database + "_shard";
    }

    /**
     * {@code distributed_product_mode}: a read that joins two distributed tables, or filters by one, asks the inner one
     * once for all servers. {@code optimize_skip_unused_shards}: a read of one segment asks its shard only.
     */
    @Override
    public Map<String, String> settings() {
        return Map.of(
                "distributed_product_mode", "global",
                "optimize_skip_unused_shards", "1",
                "distributed_foreground_insert", "1",
                "insert_quorum", replicas > 1 ? Integer.toString(replicas) : "0",
                "insert_quorum_parallel", "1",
                "lightweight_deletes_sync", "2",
                "mutations_sync", "2");
    }

    @Override
    public List<String> statements(String sql, String database) {
        Matcher matcher = CREATE_TABLE.matcher(sql);
        if (matcher.matches()) {
            return createTable(matcher, database);
        }
        matcher = ALTER.matcher(sql);
        if (matcher.matches()) {
            return alter(matcher.group(1), matcher.group(2), database);
        }
        matcher = DELETE.matcher(sql);
        if (matcher.matches()) {
            return List.of("DELETE FROM " + stored(matcher.group(1), database) + on() + matcher.group(2));
        }
        matcher = CREATE_VIEW.matcher(sql);
        if (matcher.matches()) {
            // The set of visible writes is made once and sent to the shards, wherever its rows lie.
            return List.of(matcher.group(1)
                    + at(database, matcher.group(2))
                    + on()
                    + matcher.group(3).replace(" IN (SELECT ", " GLOBAL IN (SELECT "));
        }
        matcher = CREATE_DATABASE.matcher(sql);
        if (matcher.matches()) {
            return List.of(sql + on(), "CREATE DATABASE IF NOT EXISTS " + quoted(storage(database)) + on());
        }
        matcher = KILL.matcher(sql);
        return List.of(matcher.matches() ? "KILL QUERY" + on() + " " + matcher.group(1) : sql);
    }

    private List<String> createTable(Matcher table, String database) {
        String name = table.group(1);
        boolean everywhere = EVERYWHERE.contains(bare(name));
        String path = "'/clickhouse/tables/" + (everywhere ? "everywhere" : "{shard}") + "/{database}/{table}', '"
                + (everywhere ? "{shard}-" : "") + "{replica}'";
        String replacing = table.group(3) == null ? "" : table.group(3);
        String revision = table.group(4) == null ? "" : ", " + table.group(4);
        String create = "CREATE TABLE IF NOT EXISTS " + stored(name, database) + on() + " (" + table.group(2)
                + "\n)\nENGINE = Replicated" + replacing + "MergeTree(" + path + revision + ")"
                + table.group(5).replace("non_replicated_deduplication_window", "replicated_deduplication_window");
        if (everywhere) {
            return List.of(create);
        }
        String key = BY_SEGMENT.matcher(table.group(2)).find() ? TableSchema.SEGMENT_ID : ResultColumns.WRITE_NO;
        return List.of(
                create,
                "CREATE TABLE IF NOT EXISTS " + at(database, name) + on() + " AS " + stored(name, database)
                        + "\nENGINE = Distributed(" + literal(this.name) + ", " + literal(storage(database)) + ", "
                        + literal(bare(name)) + ", cityHash64(" + key + "))");
    }

    /** Columns are of both tables; rows only of the one that holds them. */
    private List<String> alter(String table, String change, String database) {
        List<String> statements = new ArrayList<>();
        statements.add("ALTER TABLE " + stored(table, database) + on() + change);
        if (change.startsWith(" ADD COLUMN") && !EVERYWHERE.contains(bare(table))) {
            statements.add("ALTER TABLE " + at(database, table) + on() + change);
        }
        return List.copyOf(statements);
    }

    private String stored(String table, String database) {
        return at(EVERYWHERE.contains(bare(table)) ? database : storage(database), table);
    }

    private static String at(String database, String table) {
        return quoted(database) + "." + table;
    }

    private String on() {
        return " ON CLUSTER " + quoted(name);
    }

    private static String bare(String table) {
        return table.startsWith("`") ? table.substring(1, table.length() - 1).replaceAll("\\\\(.)", "$1") : table;
    }
}
