package dev.odograph.store.clickhouse;

import dev.odograph.schema.clickhouse.MetricTable;
import dev.odograph.schema.clickhouse.MetricTableDdl;
import dev.odograph.schema.clickhouse.MetricViewDdl;
import dev.odograph.schema.clickhouse.MirrorDdl;
import dev.odograph.schema.clickhouse.StatesDdl;
import dev.odograph.schema.clickhouse.StoredColumn;
import dev.odograph.schema.clickhouse.TableLock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes ClickHouse have the tables and views that results need. Thread-safe; what is there costs nothing. */
public final class ResultTables {
    private final ClickHouse clickhouse;
    private final TableLock lock;
    private final Set<MetricTable> ensured = ConcurrentHashMap.newKeySet();

    /**
     * Tables of that server.
     *
     * @param lock the lock under which tables are created and changed
     */
    public ResultTables(ClickHouse clickhouse, TableLock lock) {
        this.clickhouse = clickhouse;
        this.lock = lock;
    }

    /** Creates the database and the mirror's tables if they are not there. */
    public static void createMirror(ClickHouse clickhouse) {
        clickhouse.createDatabase();
        MirrorDdl.createTables().forEach(clickhouse::execute);
    }

    /**
     * Creates a metric's table and views, or adds the nullable columns that a new minor version brings.
     *
     * @throws dev.odograph.error.OdographException GRAPH_INVALID if the schema changed in a way that a major version
     *     may not see
     */
    public void ensure(MetricTable table) {
        if (!ensured.contains(table)) {
            lock.whileLocked(table.name(), () -> createOrEvolve(table));
            ensured.add(table);
        }
    }

    private void createOrEvolve(MetricTable table) {
        List<StoredColumn> stored = columns(table.name());
        if (stored.isEmpty()) {
            clickhouse.execute(MetricTableDdl.create(table));
        } else {
            MetricTableDdl.evolve(table, stored).forEach(clickhouse::execute);
        }
        clickhouse.execute(StatesDdl.create(table.name()));
        MetricViewDdl.create(table, columns(table.name())).forEach(clickhouse::execute);
    }

    private List<StoredColumn> columns(String table) {
        ClickHouseQuery query = ClickHouseQuery.of("SELECT name, type, toString(is_in_sorting_key) FROM system.columns"
                        + " WHERE database = {database:String} AND table = {table:String} ORDER BY position")
                .with("database", clickhouse.storage())
                .with("table", table);
        return clickhouse.rows(query).stream()
                .map(row -> new StoredColumn(row.get(0), row.get(1), row.get(2).equals("1")))
                .toList();
    }
}
