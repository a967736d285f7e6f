package dev.odograph.schema.clickhouse;

/** The one lock under which tables are created and changed, held across machines. */
@FunctionalInterface
public interface TableLock {
    /** Runs {@code work} while no one else changes that table. */
    void whileLocked(String table, Runnable work);
}
