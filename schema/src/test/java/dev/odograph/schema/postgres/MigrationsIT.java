package dev.odograph.schema.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

final class MigrationsIT {
    @Test
    void migratingTwiceIsHarmlessAndANewerDatabaseIsRefused() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
            DataSource database = server.getPostgresDatabase();
            Migrations.migrate(database);
            Migrations.migrate(database);
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO flyway_schema_history (installed_rank, version, description, type,"
                        + " script, installed_by, execution_time, success) VALUES"
                        + " (99, '99', 'later', 'SQL', 'V99__later.sql', 'test', 1, true)");
            }
            assertThatThrownBy(() -> Migrations.migrate(database))
                    .isInstanceOfSatisfying(
                            OdographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_NEWER))
                    .hasMessageContaining("version 99");
        }
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsSaidSoWithTheMend() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setURL("jdbc:postgresql://localhost:1/postgres?connectTimeout=2");
        assertThatThrownBy(() -> Migrations.migrate(nowhere))
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.POSTGRES_UNAVAILABLE))
                .hasMessageContaining("./odograph up");
    }
}
