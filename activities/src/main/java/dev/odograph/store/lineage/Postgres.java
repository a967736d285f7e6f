package dev.odograph.store.lineage;

import static java.util.Objects.requireNonNull;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Short transactions on the ledger's database. Deadlocks and serialisation failures are tried again here; every other SQL
 * error leaves as an {@link OdographException}: POSTGRES_UNAVAILABLE (worth a retry), DISK_FULL, or INTERNAL_ERROR.
 * Thread-safe.
 */
public final class Postgres {
    private static final int TRIES = 10;
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

    private final DSLContext database;

    /** Works on a pool; connections are taken for one transaction each. */
    public Postgres(DataSource pool) {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        this.database = DSL.using(requireNonNull(pool, "pool is null"), SQLDialect.POSTGRES);
    }

    /**
     * Runs work in one transaction (read committed); all of it happens or nothing.
     *
     * @param what what is being done, for error messages: {@code registering run "r1"}
     * @param work may run more than once, so it must do nothing but SQL
     */
    public <T extends @Nullable Object> T transact(String what, Function<DSLContext, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return database.transactionResult(configuration -> work.apply(configuration.dsl()));
            } catch (DataAccessException e) {
                if (attempt == TRIES || !CONFLICTS.contains(e.sqlState())) {
                    throw mapped(what, e);
                }
            }
        }
    }

    /** Runs statements without a transaction around them. */
    public <T extends @Nullable Object> T query(String what, Function<DSLContext, T> work) {
        try {
            return work.apply(database);
        } catch (DataAccessException e) {
            throw mapped(what, e);
        }
    }

    private static OdographException mapped(String what, DataAccessException e) {
        SQLException cause = e.getCause(SQLException.class);
        String reason = cause == null ? String.valueOf(e.getMessage()) : String.valueOf(cause.getMessage());
        String state = cause == null ? "" : cause.getSQLState();
        // A pool that is exhausted or closed throws without a state.
        if (state == null || unavailable(state)) {
            return new OdographException(
                    ErrorCode.POSTGRES_UNAVAILABLE,
                    "PostgreSQL did not answer while " + what + ": " + reason
                            + ". It is tried again; see ./odograph status if it lasts",
                    e);
        }
        if (state.equals("53100")) {
            return new OdographException(
                    ErrorCode.DISK_FULL,
                    "PostgreSQL's disk is full (" + what + "): " + reason + ". Free space and retry",
                    e);
        }
        return new OdographException(
                ErrorCode.INTERNAL_ERROR,
                "PostgreSQL refused " + what + " (SQL state " + state + "): " + reason
                        + ". This is a defect of Odograph: report it with this message",
                e);
    }

    /** Connection lost or refused, resources short, shutting down, conflict that lasts, wrong password. */
    private static boolean unavailable(String state) {
        return CONFLICTS.contains(state)
                || state.startsWith("08")
                || state.startsWith("28")
                || state.startsWith("57P")
                || state.startsWith("55P03")
                || (state.startsWith("53") && !state.equals("53100"));
    }
}
