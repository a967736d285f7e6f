package dev.odograph.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.odograph.artifact.TableFile;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceStepTest {
    private static final String GOOD = "SELECT 'a' AS segment_id, i::BIGINT AS t_ms, 1.5::DOUBLE AS speed_mps,"
            + " 2.5::DOUBLE AS gap_m FROM range(3) AS r(i)";

    @TempDir
    Path directory = Path.of("");

    @Test
    void refersToFilesThatAreInOrder() {
        Tables tables = new Tables(directory);
        StageOutput output =
                tables.run(List.of(tables.segment("a", 10, "t_ms"), tables.segment("b", 5, "t_ms")), Tables.SAMPLES);

        assertThat(output.files()).extracting(TableFile::segmentId).containsExactly("a", "b");
        assertThat(output.digest().rows()).isEqualTo(15);
        assertThat(Tables.written(output)).isFalse();
    }

    @Test
    void sortsRowsThatAreNotAndKeepsTheirDigest() {
        Tables tables = new Tables(directory);
        StageOutput unsorted = tables.run(List.of(tables.segment("a", 200_000, "t_ms DESC")), Tables.SAMPLES);
        StageOutput sorted = tables.run(
                List.of(tables.segment("a", 200_000, "t_ms")), Progress.NONE, true, Map.of(), Tables.SAMPLES);

        assertThat(Tables.written(unsorted)).isTrue();
        assertThat(unsorted.digest()).isEqualTo(sorted.digest());
    }

    @Test
    void widensIntegersAndFloats() throws IOException {
        Tables tables = new Tables(directory);
        StageOutput output = tables.run(
                List.of(
                        tables.segment(
                                "a",
                                "SELECT 'a' AS segment_id, 7::INTEGER AS t_ms, 0.5::FLOAT AS speed_mps, NULL::DOUBLE AS gap_m")),
                Tables.SAMPLES);

        assertThat(tables.rows(Tables.SAMPLE, output)).containsExactly(List.of("a", "7", "0.5", "null"));
    }

    @Test
    void aFileWithoutAColumnForItIsOfTheSegmentThatTheDatasetSays() throws IOException {
        Tables tables = new Tables(directory);
        StageOutput output = tables.run(
                List.of(tables.segment("a'b", "SELECT * EXCLUDE (segment_id) FROM (" + GOOD + ")")), Tables.SAMPLES);

        assertThat(tables.rows(Tables.SAMPLE, output))
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.getFirst()).isEqualTo("a'b"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "COLUMN_MISSING | SELECT 'a' AS segment_id, 1::BIGINT AS t_ms, 1.0::DOUBLE AS speed_mp, 1.0::DOUBLE AS gap_m | did you mean \"speed_mp\"",
                "COLUMN_TYPE | SELECT * REPLACE ('x' AS t_ms) FROM rows | column \"t_ms\"",
                "VALUE_NULL | SELECT * REPLACE (CASE WHEN t_ms = 2 THEN NULL ELSE speed_mps END AS speed_mps) FROM rows | row 3",
                "VALUE_NOT_FINITE | SELECT * REPLACE (CASE WHEN t_ms = 1 THEN 'NaN'::DOUBLE ELSE speed_mps END AS speed_mps) FROM rows | row 2",
                "VALUE_NOT_FINITE | SELECT * REPLACE ('-Infinity'::DOUBLE AS gap_m) FROM rows | column \"gap_m\"",
                "KEY_DUPLICATE | SELECT * REPLACE (least(t_ms, 1) AS t_ms) FROM rows | t_ms = 1",
                "KEY_DUPLICATE | SELECT * REPLACE (CASE t_ms WHEN 0 THEN 5 WHEN 1 THEN 2 ELSE 5 END::BIGINT AS t_ms) FROM rows | t_ms = 5",
                "FILE_CORRUPT | SELECT * REPLACE (CASE WHEN t_ms = 2 THEN 'b' ELSE 'a' END AS segment_id) FROM rows | row 3",
                "FILE_CORRUPT | SELECT * FROM rows WHERE t_ms > 99 | holds no rows"
            })
    void wrongRowsAndColumnsAreErrorsThatNameThem(ErrorCode code, String query, String named) {
        Tables tables = new Tables(directory);
        SegmentInput segment = tables.segment("a", "WITH rows AS (" + GOOD + ") " + query);

        OdographException error = failure(tables, segment);

        assertThat(error.code()).isEqualTo(code);
        assertThat(error).hasMessageContaining(named).hasMessageContaining("\"samples\"");
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({"FILE_NOT_FOUND,absent", "FILE_CORRUPT,empty", "FILE_CORRUPT,text", "FILE_CORRUPT,truncated"})
    void damagedFilesAreErrorsThatNameThem(ErrorCode code, String kind) throws IOException {
        Tables tables = new Tables(directory);
        Path file = Path.of(tables.segment("a", 10_000, "t_ms").tables().get("main"));
        byte[] bytes = Files.readAllBytes(file);
        switch (kind) {
            case "absent" -> Files.delete(file);
            case "empty" -> Files.write(file, new byte[0]);
            case "text" -> Files.writeString(file, "this is no Parquet file at all");
            default -> Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        }

        OdographException error = failure(tables, new SegmentInput("a", Map.of("main", file.toString())));

        assertThat(error.code()).isEqualTo(code);
        assertThat(error).hasMessageContaining(file.toString()).hasMessageContaining("segment \"a\"");
    }

    private static OdographException failure(Tables tables, SegmentInput segment) {
        return catchThrowableOfType(OdographException.class, () -> tables.run(List.of(segment), Tables.SAMPLES));
    }
}
