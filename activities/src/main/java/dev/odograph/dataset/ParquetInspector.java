package dev.odograph.dataset;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what a Parquet file says of itself and of the drive in it. Not thread-safe. */
final class ParquetInspector {
    private static final Set<String> INTEGERS = Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UINTEGER");
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    private final Engine engine;

    ParquetInspector(Engine engine) {
        this.engine = engine;
    }

    /** Facts of a table's file; FILE_NOT_FOUND, FILE_CORRUPT or DATASET_CONFLICT say what is wrong with it. */
    FileFacts inspect(String table, Path file) {
        checkEnds(file);
        try {
            Instant modifiedAt = Files.getLastModifiedTime(file).toInstant();
            String digest = FileDigest.of(file);
            String source = "read_parquet(" + Engine.file(file) + ")";
            Map<String, String> columns = columns(source);
            FileFacts facts = facts(table, file, source, columns, digest, modifiedAt);
            return facts;
        } catch (SQLException e) {
            throw new OdographException(
                    ErrorCode.FILE_CORRUPT,
                    file + ": cannot be read as Parquet: " + Engine.reason(e) + "; write or download it again",
                    e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private FileFacts facts(
            String table, Path file, String source, Map<String, String> columns, String digest, Instant modifiedAt)
            throws SQLException, IOException {
        boolean named = columns.containsKey("segment_id");
        boolean timed = INTEGERS.contains(columns.getOrDefault("t_ms", ""));
        String ids = named
                ? "min(segment_id)::VARCHAR, max(segment_id)::VARCHAR, count(segment_id)"
                : "NULL::VARCHAR, NULL::VARCHAR, count(*)";
        String times = timed ? "(max(t_ms) - min(t_ms))::BIGINT" : "NULL::BIGINT";
        @Nullable
        Object[] row = engine.rows("SELECT count(*), " + ids + ", " + times + " FROM " + source)
                .getFirst();
        long rows = number(row[0]);
        if (rows == 0) {
            throw new OdographException(ErrorCode.FILE_CORRUPT, file + ": holds no rows; leave it out");
        }
        String segmentId = (String) row[1];
        if (named && (segmentId == null || !segmentId.equals(row[2]) || number(row[3]) != rows)) {
            throw new OdographException(
                    ErrorCode.DATASET_CONFLICT,
                    file + ": column segment_id must hold one value in all rows, but holds " + shown(segmentId) + ", "
                            + shown((String) row[2]) + (number(row[3]) == rows ? "" : " and nulls")
                            + "; split the file by segment_id");
        }
        Double distanceM = timed && isNumber(columns.get("speed_mps"))
                ? distance(source, INTEGERS.contains(columns.getOrDefault("position", "")))
                : null;
        SegmentTable facts = new SegmentTable(table, file.toString(), digest, Files.size(file), rows, modifiedAt);
        return new FileFacts(facts, segmentId, (Long) row[4], distanceM, metadata(file));
    }

    private Map<String, String> columns(String source) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        for (@Nullable Object[] column : engine.rows("DESCRIBE SELECT * FROM " + source)) {
            columns.put(String.valueOf(column[0]), String.valueOf(column[1]));
        }
        return columns;
    }

    /** By the trapezoid rule over neighbouring finite speeds of the lowest position. */
    private @Nullable Double distance(String source, boolean positions) throws SQLException {
        String ego = positions ? " AND position = (SELECT min(position) FROM " + source + ")" : "";
        return (Double) engine.rows("""
                SELECT sum((speed_mps + before_mps) / 2 * (t_ms - before_ms) / 1000)
                FROM (
                    SELECT
                        t_ms,
                        speed_mps::DOUBLE AS speed_mps,
                        lag(t_ms) OVER (ORDER BY t_ms) AS before_ms,
                        lag(speed_mps::DOUBLE) OVER (ORDER BY t_ms) AS before_mps
                    FROM %s
                    WHERE isfinite(speed_mps::DOUBLE)%s
                )""".formatted(source, ego)).getFirst()[0];
    }

    private SortedMap<String, String> metadata(Path file) throws SQLException {
        SortedMap<String, String> metadata = new TreeMap<>();
        for (@Nullable
        Object[] pair : engine.rows(
                "SELECT decode(key), TRY(decode(value)) FROM parquet_kv_metadata(" + Engine.file(file)
                        + ") WHERE octet_length(value) < 1000 AND TRY(decode(value)) IS NOT NULL AND NOT starts_with(decode(key), 'ARROW')")) {
            metadata.put(String.valueOf(pair[0]), String.valueOf(pair[1]));
        }
        return metadata;
    }

    private static void checkEnds(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            if (size == 0) {
                throw new OdographException(
                        ErrorCode.FILE_CORRUPT, file + ": is empty (0 bytes); write or download it again");
            }
            if (!magicAt(channel, 0)) {
                throw new OdographException(
                        ErrorCode.FILE_CORRUPT,
                        file + ": is not a Parquet file; convert it, or give a mapping query (--mapping) for CSV");
            }
            if (size < 12 || !magicAt(channel, size - 4)) {
                throw new OdographException(
                        ErrorCode.FILE_CORRUPT,
                        file + ": is cut off after " + size
                                + " bytes, its footer is missing; write or download it again");
            }
        } catch (NoSuchFileException e) {
            throw new OdographException(ErrorCode.FILE_NOT_FOUND, file + ": no such file; correct the path", e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static boolean magicAt(FileChannel channel, long position) throws IOException {
        ByteBuffer four = ByteBuffer.allocate(4);
        return channel.read(four, position) == 4 && java.util.Arrays.equals(four.array(), MAGIC);
    }

    private static OdographException unreadable(Path file, IOException e) {
        return new OdographException(
                ErrorCode.FILE_NOT_FOUND, file + ": cannot be read: " + e.getMessage() + "; check its permissions", e);
    }

    private static boolean isNumber(@Nullable String type) {
        return type != null
                && (INTEGERS.contains(type)
                        || type.equals("DOUBLE")
                        || type.equals("FLOAT")
                        || type.startsWith("DECIMAL"));
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    private static String shown(@Nullable String id) {
        return id == null ? "null" : Shown.quoted(id);
    }
}
