package dev.odograph.housekeeping;

import static dev.odograph.schema.clickhouse.ClickHouseNames.quoted;
import static dev.odograph.schema.postgres.generated.Tables.WRITE;
import static org.jooq.impl.DSL.boolAnd;
import static org.jooq.impl.DSL.boolOr;
import static org.jooq.impl.DSL.condition;

import dev.odograph.error.OdographException;
import dev.odograph.schema.clickhouse.StatesDdl;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.ClickHouseFailure;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import dev.odograph.store.lineage.Postgres;
import java.util.ArrayList;
import java.util.List;

/**
 * Empties tables of results in which nothing is referenced any more, such as a branch's that was left: all table
 * partitions at once, where the sweeper would mark rows write by write. No write can begin while it looks and drops, for
 * it holds a lock on the register of writes; and where one is open or committed, it leaves the table alone. Thread-safe.
 */
public final class UnreferencedTables {
    private static final int UNKNOWN_TABLE = 60;

    private final Postgres postgres;
    private final ClickHouse clickhouse;

    /** Tables of that store, by what that ledger says of them. */
    public UnreferencedTables(Postgres postgres, ClickHouse clickhouse) {
        this.postgres = postgres;
        this.clickhouse = clickhouse;
    }

    /**
     * Empties them.
     *
     * @return names of the tables that were emptied
     */
    public List<String> drop() {
        List<String> candidates = postgres.query(
                "looking for tables without references",
                db -> db.select(WRITE.TABLE_NAME)
                        .from(WRITE)
                        .groupBy(WRITE.TABLE_NAME)
                        .having(condition(boolAnd(WRITE.STATE.eq("DEAD"))), condition(boolOr(WRITE.SWEPT_AT.isNull())))
                        .fetch(WRITE.TABLE_NAME));
        List<String> dropped = new ArrayList<>();
        for (String table : candidates) {
            if (drop(table)) {
                dropped.add(table);
            }
        }
        return List.copyOf(dropped);
    }

    private boolean drop(String table) {
        return postgres.transact("emptying table " + table, tx -> {
            // Whoever registers a write waits; who has registered one is seen.
            tx.execute("LOCK TABLE write IN SHARE MODE");
            if (tx.fetchExists(WRITE, WRITE.TABLE_NAME.eq(table), WRITE.STATE.ne("DEAD"))) {
                return false;
            }
            // Summary states beside the rows are of the same writes.
            boolean rows = emptied(table);
            return emptied(StatesDdl.name(table)) || rows;
        });
    }

    private boolean emptied(String table) {
        try {
            String any = clickhouse
                    .rows(ClickHouseQuery.of("SELECT count() FROM (SELECT 1 FROM " + quoted(table) + " LIMIT 1)"))
                    .getFirst()
                    .getFirst();
            if (any.equals("0")) {
                return false;
            }
            clickhouse.execute(ClickHouseQuery.of("ALTER TABLE " + quoted(table) + " DROP PARTITION ALL")
                    .setting("max_partition_size_to_drop", "0"));
            return true;
        } catch (OdographException e) {
            if (e.getCause() instanceof ClickHouseFailure failure && failure.serverCode() == UNKNOWN_TABLE) {
                return false;
            }
            throw e;
        }
    }
}
