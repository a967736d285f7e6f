package dev.odograph.schema.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** New migrations only expand, so that a worker of the release before goes on. */
final class ExpandOnlyTest {
    private static final Path SCRIPTS = Path.of("src/main/resources/dev/odograph/schema/postgres");

    @Test
    void everyMigrationOnlyExpands() throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            List<Path> scripts = files.sorted().toList();
            assertThat(scripts).hasSizeGreaterThanOrEqualTo(2);
            for (Path script : scripts) {
                assertThat(ExpandOnly.problems(Files.readString(script)))
                        .as(script.getFileName().toString())
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE write;",
                "ALTER TABLE run DROP COLUMN owner;",
                "ALTER TABLE run RENAME COLUMN owner TO team;",
                "ALTER TABLE run RENAME TO runs;",
                "ALTER TABLE run ALTER COLUMN partitions TYPE bigint;",
                "alter table run alter partitions set data type bigint;",
                "ALTER TABLE run ALTER COLUMN owner SET NOT NULL;",
                "ALTER TABLE run ALTER COLUMN status DROP DEFAULT;",
                "ALTER TABLE run ADD COLUMN cost numeric(10, 2) NOT NULL;",
                "ALTER TABLE run ADD COLUMN a text, ADD COLUMN b text NOT NULL;",
                "ALTER TABLE run ADD b text NOT NULL CHECK (b IN ('x', 'y'));",
                "DROP INDEX run_by_graph;",
                "TRUNCATE run;"
            })
    void aStatementThatAnOlderWorkerDoesNotSurviveIsFound(String statement) {
        assertThat(ExpandOnly.problems("CREATE TABLE other (a text NOT NULL);\n" + statement))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE run ADD COLUMN note text;",
                "ALTER TABLE run ADD COLUMN budget double precision NOT NULL DEFAULT 0, ADD COLUMN why text;",
                "CREATE TABLE event (id bigint NOT NULL, what text NOT NULL);",
                "ALTER TABLE run DROP CONSTRAINT run_purpose_check, ADD CONSTRAINT run_purpose_check"
                        + " CHECK (purpose IN ('adhoc', 'ci', 'backfill', 'production', 'trial'));",
                "-- contract: no worker before 0.3 is left\nDROP TABLE write;"
            })
    void aStatementThatExpandsIsFine(String statement) {
        assertThat(ExpandOnly.problems(statement)).isEmpty();
    }
}
