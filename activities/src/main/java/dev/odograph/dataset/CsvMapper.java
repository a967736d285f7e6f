package dev.odograph.dataset;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns a CSV file into Parquet by the user's query: one file per segment_id that it yields. Not thread-safe. */
final class CsvMapper {
    private static final Pattern FILE = Pattern.compile("\\$file\\b");

    private final String mapping;
    private final Engine engine;

    CsvMapper(String mapping, Engine engine) {
        this.mapping = mapping.strip().replaceFirst(";\\s*$", "");
        this.engine = engine;
        if (!FILE.matcher(mapping).find()) {
            throw new OdographException(
                    ErrorCode.SQL_INVALID,
                    "the mapping query does not use $file; write it as SELECT … FROM read_csv($file)");
        }
    }

    /** Files below {@code directory}, which is empty, one per segment. */
    List<Path> map(Path csv, Path directory) {
        requireContent(csv);
        String query = FILE.matcher(mapping).replaceAll(Matcher.quoteReplacement(Engine.file(csv)));
        try {
            engine.run("CREATE OR REPLACE TEMP TABLE mapped AS " + query);
            List<String> columns = new ArrayList<>();
            engine.rows("DESCRIBE mapped").forEach(column -> columns.add(String.valueOf(column[0])));
            if (!columns.contains("segment_id")) {
                throw new OdographException(
                        ErrorCode.COLUMN_MISSING,
                        csv + ": the mapping query yields no column segment_id but " + String.join(", ", columns)
                                + "; add it, for instance from the file's name");
            }
            List<@Nullable Object[]> ids =
                    engine.rows("SELECT DISTINCT segment_id::VARCHAR AS id FROM mapped ORDER BY id");
            if (ids.isEmpty()) {
                throw new OdographException(
                        ErrorCode.FILE_CORRUPT,
                        csv + ": the mapping query yields no rows; correct it or leave the file out");
            }
            return write(csv, directory, columns, ids);
        } catch (SQLException e) {
            throw failure(csv, e);
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.DISK_FULL, directory + ": cannot be written: " + e.getMessage() + "; free space", e);
        }
    }

    private List<Path> write(Path csv, Path directory, List<String> columns, List<@Nullable Object[]> ids)
            throws SQLException, IOException {
        String order = columns.stream()
                .filter(List.of("position", "object_id", "t_ms")::contains)
                .sorted(java.util.Comparator.comparing("t_ms"::equals))
                .reduce("segment_id", (all, one) -> all + ", " + one);
        Files.createDirectories(directory);
        List<Path> files = new ArrayList<>();
        for (@Nullable Object[] id : ids) {
            if (!(id[0] instanceof String segmentId)) {
                throw new OdographException(
                        ErrorCode.VALUE_NULL,
                        csv + ": the mapping query yields rows whose segment_id is null; correct it");
            }
            Path file = directory.resolve(files.size() + ".parquet");
            engine.run("COPY (SELECT * FROM mapped WHERE segment_id::VARCHAR = %s ORDER BY %s) TO %s (FORMAT parquet)"
                    .formatted(Engine.literal(segmentId), order, Engine.literal(file.toString())));
            files.add(file);
        }
        engine.run("DROP TABLE mapped");
        return files;
    }

    private static void requireContent(Path csv) {
        try {
            if (Files.size(csv) == 0) {
                throw new OdographException(ErrorCode.FILE_CORRUPT, csv + ": is empty (0 bytes); download it again");
            }
        } catch (IOException e) {
            throw new OdographException(ErrorCode.FILE_NOT_FOUND, csv + ": cannot be read; check its permissions", e);
        }
    }

    private static OdographException failure(Path csv, SQLException e) {
        String said = String.valueOf(e.getMessage());
        if (said.contains("No space left")) {
            return new OdographException(
                    ErrorCode.DISK_FULL, csv + ": no space is left to write its Parquet file; free some", e);
        }
        boolean damaged = said.contains("gzip") || said.contains("GZIP");
        return damaged
                ? new OdographException(
                        ErrorCode.FILE_CORRUPT,
                        csv + ": is not whole gzip: " + Engine.reason(e) + "; download it again",
                        e)
                : new OdographException(
                        ErrorCode.SQL_INVALID,
                        csv + ": the mapping query fails: " + Engine.reason(e) + "; correct the query or the file",
                        e);
    }
}
