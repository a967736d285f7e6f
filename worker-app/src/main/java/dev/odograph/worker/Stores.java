package dev.odograph.worker;

import dev.odograph.dataset.DatasetStore;
import dev.odograph.embedded.Endpoints;
import dev.odograph.schema.clickhouse.ServerForm;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.ClickHouseAddress;
import dev.odograph.store.lineage.Postgres;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.SQLException;
import java.time.Duration;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** Connections to PostgreSQL and ClickHouse. Thread-safe. */
public final class Stores implements AutoCloseable {
    private static final String DATABASE = "odograph";

    private final AgroalDataSource pool;
    private final ClickHouse clickhouse;

    private Stores(AgroalDataSource pool, ClickHouse clickhouse) {
        this.pool = pool;
        this.clickhouse = clickhouse;
    }

    /**
     * Connects when something is first asked.
     *
     * @param connections most connections to PostgreSQL at once
     */
    public static Stores open(Endpoints endpoints, int connections) {
        return open(endpoints, connections, Duration.ofSeconds(20), Duration.ofSeconds(5));
    }

    /**
     * Connections for whoever must rather give up than wait.
     *
     * @param connections most connections to PostgreSQL at once
     * @param patience how long to wait for a connection
     * @param validation how long to wait for a sign that a connection still lives; in whole seconds
     */
    public static Stores open(Endpoints endpoints, int connections, Duration patience, Duration validation) {
        AgroalDataSourceConfigurationSupplier configuration = new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(connections)
                        .acquisitionTimeout(patience)
                        .validateOnBorrow(true)
                        // Without one, validation passes everything: after a restart of the server, dead connections
                        // too.
                        .connectionValidator(
                                ConnectionValidator.defaultValidatorWithTimeout((int) validation.toSeconds()))
                        .exceptionSorter(new PostgreSQLExceptionSorter())
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(endpoints.postgresUrl())
                                .principal(new NamePrincipal(endpoints.postgresUser()))
                                .credential(new SimplePassword(endpoints.postgresPassword()))));
        try {
            return new Stores(
                    AgroalDataSource.from(configuration),
                    new ClickHouse(
                            new ClickHouseAddress(
                                    endpoints.clickhouseUrl(),
                                    endpoints.clickhouseUser(),
                                    endpoints.clickhousePassword(),
                                    DATABASE),
                            ServerForm.of(endpoints.clickhouseForm())));
        } catch (SQLException e) {
            throw new IllegalStateException("the connection pool cannot be made", e);
        }
    }

    /** Connections to PostgreSQL. */
    public AgroalDataSource pool() {
        return pool;
    }

    /** Transactions on PostgreSQL. */
    public Postgres postgres() {
        return new Postgres(pool);
    }

    /** The registry of datasets. */
    public DatasetStore datasets() {
        return new DatasetStore(DSL.using(pool, SQLDialect.POSTGRES));
    }

    /** ClickHouse. */
    public ClickHouse clickhouse() {
        return clickhouse;
    }

    @Override
    public void close() {
        pool.close();
        clickhouse.close();
    }
}
