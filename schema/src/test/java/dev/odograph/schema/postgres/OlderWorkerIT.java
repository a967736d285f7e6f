package dev.odograph.schema.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A worker of release 0.1 goes on while a newer one has migrated the tables: what it writes and reads, as
 * {@code release-0.1.sql} keeps it, works on the tables of its own release and on the newest.
 */
final class OlderWorkerIT {
    /** The last migration that release 0.1 knows. */
    private static final String RELEASE = "2";

    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws Exception {
        server = EmbeddedPostgres.builder().start();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String database : List.of("released", "newest", "under_way")) {
                statement.execute("CREATE DATABASE " + database);
            }
        }
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void theStatementsOfTheReleaseWorkOnItsOwnTables() throws Exception {
        DataSource database = server.getDatabase("postgres", "released");
        migrate(database, RELEASE);
        work(database, "a");
        work(database, "b");
    }

    @Test
    void theStatementsOfTheReleaseWorkOnTheNewestTables() throws Exception {
        DataSource database = server.getDatabase("postgres", "newest");
        Migrations.migrate(database);
        work(database, "a");
    }

    @Test
    void tablesThatTheReleaseFilledAreMigratedAndItGoesOn() throws Exception {
        DataSource database = server.getDatabase("postgres", "under_way");
        migrate(database, RELEASE);
        work(database, "a");
        Migrations.migrate(database);
        work(database, "b");
    }

    private static void migrate(DataSource database, String target) {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:dev/odograph/schema/postgres")
                .target(target)
                .load()
                .migrate();
    }

    /** Executes the release's statements under ids of their own; each must change or find at least one row. */
    private static void work(DataSource database, String id) throws Exception {
        try (InputStream in = OlderWorkerIT.class.getResourceAsStream("release-0.1.sql");
                Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            String script = new String(in.readAllBytes(), UTF_8)
                    .replaceAll("--[^\\n]*", "")
                    .replace("$id", id);
            List<String> statements = Arrays.stream(script.split(";"))
                    .map(String::strip)
                    .filter(sql -> !sql.isEmpty())
                    .toList();
            assertThat(statements).hasSizeGreaterThan(20);
            for (String sql : statements) {
                boolean read = statement.execute(sql);
                assertThat(read ? statement.getResultSet().next() : statement.getUpdateCount() > 0)
                        .as(sql)
                        .isTrue();
            }
        }
    }
}
