package dev.odograph.dataset;

import static dev.odograph.dataset.ImportAction.IMPORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BadInputIT {
    @TempDir
    static Path home;

    static TestDatabase database;

    @TempDir
    Path files;

    @BeforeAll
    static void start() throws Exception {
        database = new TestDatabase(home);
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
    }

    /** Makes a bad input and names it. */
    interface Maker {
        String make(Path files) throws Exception;
    }

    enum Bad {
        ABSENT(ErrorCode.FILE_NOT_FOUND, "no such file or directory", files -> files + "/nope.parquet"),
        GLOB(ErrorCode.FILE_NOT_FOUND, "no file matches this glob", files -> files + "/*.parquet"),
        EMPTY_DIRECTORY(ErrorCode.FILE_NOT_FOUND, "the directory holds no .parquet", Path::toString),
        ONLY_CSV(ErrorCode.FILE_NOT_FOUND, "--mapping", files -> {
            Files.writeString(files.resolve("x.csv"), "a,b\n");
            return files.toString();
        }),
        ZERO_BYTES(ErrorCode.FILE_CORRUPT, "is empty (0 bytes)", files -> write(files, new byte[0])),
        TEXT(
                ErrorCode.FILE_CORRUPT,
                "is not a Parquet file",
                files -> write(files, "hello world, no table".getBytes())),
        CUT_OFF(ErrorCode.FILE_CORRUPT, "is cut off", files -> {
            byte[] whole = Files.readAllBytes(Recordings.write(files.resolve("w/w.parquet"), "w", 1));
            return write(files, Arrays.copyOf(whole, whole.length - 20));
        }),
        BROKEN_FOOTER(ErrorCode.FILE_CORRUPT, "cannot be read as Parquet", files -> {
            byte[] whole = Files.readAllBytes(Recordings.write(files.resolve("w/w.parquet"), "w", 1));
            Arrays.fill(whole, whole.length - 200, whole.length - 8, (byte) 0x5a);
            return write(files, whole);
        }),
        NO_ROWS(
                ErrorCode.FILE_CORRUPT,
                "holds no rows",
                files -> Recordings.copy(files.resolve("x.parquet"), "SELECT 1 AS t_ms WHERE false")
                        .toString()),
        TWO_SEGMENTS(
                ErrorCode.DATASET_CONFLICT,
                "split the file by segment_id",
                files -> Recordings.copy(files.resolve("x.parquet"), "SELECT unnest(['a', 'b']) AS segment_id")
                        .toString()),
        NULL_SEGMENT(
                ErrorCode.DATASET_CONFLICT,
                "and nulls",
                files -> Recordings.copy(files.resolve("x.parquet"), "SELECT unnest(['a', NULL]) AS segment_id")
                        .toString()),
        HOSTILE_ID(
                ErrorCode.NAME_INVALID,
                "'../../etc/passwd'",
                files -> Recordings.write(files.resolve("x.parquet"), "../../etc/passwd", 1)
                        .toString()),
        NEWLINE_ID(
                ErrorCode.NAME_INVALID,
                "'a\\u000ab'",
                files -> Recordings.write(files.resolve("x.parquet"), "a\nb", 1).toString()),
        LONG_ID(
                ErrorCode.NAME_INVALID,
                "(300 characters)",
                files -> Recordings.write(files.resolve("x.parquet"), "x".repeat(300), 1)
                        .toString()),
        SAME_ID_TWICE(ErrorCode.DATASET_CONFLICT, "is in two files", files -> {
            Recordings.write(files.resolve("x.parquet"), "x", 1);
            Recordings.write(files.resolve("y.parquet"), "x", 2);
            return files.toString();
        });

        final ErrorCode code;
        final String part;
        final Maker maker;

        Bad(ErrorCode code, String part, Maker maker) {
            this.code = code;
            this.part = part;
            this.maker = maker;
        }

        private static String write(Path files, byte[] content) throws Exception {
            return Files.write(files.resolve("x.parquet"), content).toString();
        }
    }

    @ParameterizedTest
    @EnumSource
    void badInputIsNamedAndNothingIsImported(Bad bad) throws Exception {
        String path = bad.maker.make(files);
        String name = "bad-" + bad.name();
        OdographException e = catchThrowableOfType(OdographException.class, () -> database.run(name, IMPORT, path));
        assertThat(e.getMessage()).contains(bad.part, "nothing was imported");
        assertThat(e.code()).isEqualTo(bad.code);
        assertThat(database.store.find(DatasetName.of(name))).isEmpty();
    }

    @Test
    void allProblemsAreReportedAtOnceUpToTwenty() throws Exception {
        for (int i = 0; i < 25; i++) {
            Files.createFile(files.resolve("bad%02d.parquet".formatted(i)));
        }
        Recordings.write(files.resolve("good.parquet"), "good", 1);
        OdographException e = catchThrowableOfType(OdographException.class, () -> database.run("many", IMPORT, files));
        assertThat(e.getMessage()).contains("25 problems", "bad00.parquet", "bad19.parquet", "and 5 more");
        assertThat(e.getMessage()).doesNotContain("bad20.parquet");
    }

    enum BadMapping {
        NO_FILE(ErrorCode.SQL_INVALID, "does not use $file", "SELECT 1"),
        SYNTAX(ErrorCode.SQL_INVALID, "the mapping query fails", "SELEC x FROM read_csv($file)"),
        NO_ID(ErrorCode.COLUMN_MISSING, "no column segment_id but a, b", "SELECT * FROM read_csv($file)"),
        NO_ROWS(ErrorCode.FILE_CORRUPT, "yields no rows", "SELECT 'x' AS segment_id FROM read_csv($file) WHERE false"),
        NULL_ID(ErrorCode.VALUE_NULL, "segment_id is null", "SELECT NULL AS segment_id FROM read_csv($file)");

        final ErrorCode code;
        final String part;
        final String sql;

        BadMapping(ErrorCode code, String part, String sql) {
            this.code = code;
            this.part = part;
            this.sql = sql;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBadMappingIsNamedWithItsFile(BadMapping bad) throws Exception {
        Path csv = Files.writeString(files.resolve("x.csv"), "a,b\n1,2\n");
        OdographException e = catchThrowableOfType(
                OdographException.class,
                () -> database.run(new ImportRequest(
                        DatasetName.of("map"), IMPORT, List.of(csv.toString()), Map.of(), bad.sql, null, false)));
        assertThat(e.getMessage()).contains(bad.part);
        assertThat(e.code()).isEqualTo(bad.code);
    }

    @Test
    void aTruncatedGzipIsCorrupt() throws Exception {
        Path csv = files.resolve("x.csv.gz");
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        try (var gzip = new java.util.zip.GZIPOutputStream(bytes)) {
            for (int i = 0; i < 20_000; i++) {
                gzip.write((Integer.toHexString(i * 7919) + "," + i * 31L % 977 + "\n").getBytes());
            }
        }
        Files.write(csv, Arrays.copyOf(bytes.toByteArray(), 1_000));
        OdographException e = catchThrowableOfType(
                OdographException.class,
                () -> database.run(new ImportRequest(
                        DatasetName.of("gz"),
                        IMPORT,
                        List.of(csv.toString()),
                        Map.of(),
                        "SELECT 'x' AS segment_id, * FROM read_csv($file, header = false)",
                        null,
                        false)));
        assertThat(e.getMessage()).contains("x.csv.gz");
        assertThat(e.code()).isIn(ErrorCode.FILE_CORRUPT, ErrorCode.SQL_INVALID);
        assertThat(database.store.find(DatasetName.of("gz"))).isEmpty();
    }

    @Test
    void aTableOfSegmentsWithoutIdsOrWithABadTimeIsRefused() throws Exception {
        Path file = Recordings.write(files.resolve("a.parquet"), "a", 1);
        Path csv = files.resolve("s.csv");
        Files.writeString(csv, "name,x\na,1\n");
        ImportRequest request =
                new ImportRequest(DatasetName.of("side"), IMPORT, List.of(file.toString()), Map.of(), null, csv, false);
        assertThat(catchThrowableOfType(OdographException.class, () -> database.run(request)))
                .hasMessageContaining("has no column segment_id");
        Files.writeString(csv, "segment_id,recorded_at\na,yesterday\n");
        assertThat(catchThrowableOfType(OdographException.class, () -> database.run(request)))
                .hasMessageContaining("segment 'a': recorded_at 'yesterday' is not a time");
    }
}
