package dev.odograph.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnginesTest {
    private static final long MEMORY = 64L << 20;

    @TempDir
    private Path directory;

    private Engines engines;
    private Path ours;
    private Path others;

    @BeforeEach
    void files() throws Exception {
        engines = new Engines(directory);
        ours = Files.createDirectory(directory.resolve("ours")).resolve("a.parquet");
        others = Files.createDirectory(directory.resolve("others")).resolve("b.parquet");
        try (DuckDb any = DuckDb.open(directory.resolve("any").toString(), MEMORY)) {
            for (Path file : List.of(ours, others)) {
                any.execute("COPY (SELECT 1 AS x) TO " + Sql.text(file.toString()));
            }
        }
    }

    @AfterEach
    void close() {
        engines.close();
    }

    @Test
    void oneEngineServesAStageAfterAnotherAndKeepsNothingOfTheFirst() throws SQLException {
        String first;
        try (DuckDb duckDb = engines.open(work(ours, MEMORY))) {
            first = engine(duckDb);
            duckDb.execute("CREATE TEMP TABLE kept AS SELECT 1 AS x");
            duckDb.execute("CREATE TEMP VIEW shown AS SELECT 1 AS x");
        }
        try (DuckDb duckDb = engines.open(work(ours, MEMORY))) {
            assertThat(engine(duckDb)).isEqualTo(first);
            assertThatThrownBy(() -> duckDb.rows("SELECT * FROM kept")).hasMessageContaining("does not exist");
            assertThatThrownBy(() -> duckDb.rows("SELECT * FROM shown")).hasMessageContaining("does not exist");
            assertThat(duckDb.rows("SELECT current_setting('TimeZone'), current_setting('threads')"))
                    .containsExactly(List.of("UTC", "1"));
        }
    }

    @Test
    void twoUsesAtOnceGetTwoEngines() throws SQLException {
        try (DuckDb one = engines.open(work(ours, MEMORY));
                DuckDb two = engines.open(work(ours, MEMORY))) {
            assertThat(engine(one)).isNotEqualTo(engine(two));
        }
    }

    @Test
    void anEngineReadsNoFileOfAnotherDirectory() throws SQLException {
        try (DuckDb duckDb = engines.open(work(ours, MEMORY))) {
            assertThat(duckDb.rows("SELECT x FROM " + parquet(ours))).containsExactly(List.of("1"));
            assertThatThrownBy(() -> duckDb.rows("SELECT x FROM " + parquet(others)))
                    .hasMessageContaining("Cannot access file");
            assertThatThrownBy(() -> duckDb.rows("SELECT x FROM "
                            + parquet(ours.getParent().resolve("../others").resolve("b.parquet"))))
                    .hasMessageContaining("Cannot access file");
            assertThatThrownBy(() -> duckDb.execute("SET enable_external_access = true"))
                    .hasMessageContaining("locked");
        }
    }

    @Test
    void aStageWithFilesElsewhereOrOtherMemoryGetsAnotherEngine() throws SQLException {
        String first = engineFor(work(ours, MEMORY));

        assertThat(engineFor(work(others, MEMORY))).isNotEqualTo(first);
        assertThat(engineFor(work(ours, 2 * MEMORY))).isNotEqualTo(first);
        assertThat(engineFor(work(ours, MEMORY))).isEqualTo(first);
    }

    @Test
    void whatServedAStageThatFailedServesNoOther() throws SQLException {
        String first = engineFor(work(ours, MEMORY));
        try (DuckDb underWay = engines.open(work(ours, MEMORY))) {
            assertThat(engine(underWay)).isEqualTo(first);
            engines.renew();
        }

        assertThat(engineFor(work(ours, MEMORY))).isNotEqualTo(first);
    }

    private String engineFor(StageWork work) throws SQLException {
        try (DuckDb duckDb = engines.open(work)) {
            return engine(duckDb);
        }
    }

    /** Each engine has a directory of its own for what its memory does not hold. */
    private static String engine(DuckDb duckDb) throws SQLException {
        return duckDb.rows("SELECT current_setting('temp_directory')")
                .getFirst()
                .getFirst();
    }

    private static String parquet(Path file) {
        return Sql.parquet(List.of(file.toString()));
    }

    private StageWork work(Path file, long memoryBytes) {
        return new StageWork(
                "stage",
                List.of(),
                Map.of(),
                List.of(new SegmentInput("a", Map.of("main", file.toString()))),
                Map.of(),
                "",
                "",
                false,
                directory.toString(),
                memoryBytes);
    }
}
