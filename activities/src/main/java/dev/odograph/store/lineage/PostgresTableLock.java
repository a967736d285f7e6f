package dev.odograph.store.lineage;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.schema.clickhouse.TableLock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** An advisory lock of PostgreSQL per table, held on a connection of its own and gone with it. Thread-safe. */
public final class PostgresTableLock implements TableLock {
    private final DataSource pool;

    public PostgresTableLock(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public void whileLocked(String table, Runnable work) {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement lock =
                    connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")) {
                lock.setString(1, "odograph.table." + table);
                lock.execute();
                work.run();
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new OdographException(
                    ErrorCode.POSTGRES_UNAVAILABLE,
                    "PostgreSQL did not give the lock of table " + table + ": " + e.getMessage()
                            + ". It is tried again; see ./odograph status if it lasts",
                    e);
        }
    }
}
