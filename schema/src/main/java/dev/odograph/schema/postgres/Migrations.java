package dev.odograph.schema.postgres;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;

/** Brings a PostgreSQL database to the tables that this code works with. */
public final class Migrations {
    private Migrations() {}

    /**
     * Applies what is missing. Harmless where nothing is, and safe where several processes call it at once: Flyway holds
     * a lock of the database meanwhile.
     *
     * @throws OdographException POSTGRES_UNAVAILABLE where the database does not answer; SCHEMA_NEWER where a newer
     *     Odograph migrated it; INTERNAL_ERROR where a migration fails
     */
    public static void migrate(DataSource database) {
        requireReachable(database);
        try {
            Flyway flyway = Flyway.configure()
                    .dataSource(database)
                    .locations("classpath:dev/odograph/schema/postgres")
                    .load();
            refuseNewer(flyway);
            flyway.migrate();
        } catch (FlywayException e) {
            throw new OdographException(
                    ErrorCode.INTERNAL_ERROR,
                    "PostgreSQL's tables cannot be migrated: " + e.getMessage()
                            + ". Nothing was half-applied; mend the cause and start again",
                    e);
        }
    }

    private static void requireReachable(DataSource database) {
        try (Connection connection = database.getConnection()) {
            if (!connection.isValid(5)) {
                throw new SQLException("the connection did not answer within 5 s");
            }
        } catch (SQLException e) {
            throw new OdographException(
                    ErrorCode.POSTGRES_UNAVAILABLE,
                    "PostgreSQL cannot be reached: " + e.getMessage()
                            + ". Start it (./odograph up), or correct ODOGRAPH_POSTGRES_URL if you use your own",
                    e);
        }
    }

    private static void refuseNewer(Flyway flyway) {
        MigrationInfo[] all = flyway.info().all();
        for (MigrationInfo migration : all) {
            if (migration.getState() == MigrationState.FUTURE_SUCCESS
                    || migration.getState() == MigrationState.FUTURE_FAILED) {
                throw new OdographException(
                        ErrorCode.SCHEMA_NEWER,
                        "PostgreSQL's tables are of version " + migration.getVersion() + ", this Odograph knows up to "
                                + newestKnown(all)
                                + ": use the newer Odograph that migrated them, or another database");
            }
        }
    }

    private static String newestKnown(MigrationInfo[] all) {
        return Arrays.stream(all)
                .filter(migration -> migration.getState() != MigrationState.FUTURE_SUCCESS
                        && migration.getState() != MigrationState.FUTURE_FAILED)
                .map(MigrationInfo::getVersion)
                .filter(version -> version != null)
                .max(MigrationVersion::compareTo)
                .map(MigrationVersion::toString)
                .orElse("none");
    }
}
