package dev.odograph.batch;

import static dev.odograph.schema.clickhouse.ClickHouseNames.literal;
import static dev.odograph.schema.clickhouse.ClickHouseNames.quoted;

import dev.odograph.artifact.RowDigest;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.schema.clickhouse.ResultColumns;
import dev.odograph.spec.TableSchema;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.ClickHouseFailure;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** One write's request to ClickHouse, and the proof that it arrived. */
final class PhysicalWrite {
    private final ClickHouse clickhouse;

    PhysicalWrite(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    /** Id of the one INSERT of a write. */
    static String queryId(long writeNo) {
        return "odograph-write-" + writeNo;
    }

    /** Sends the rows once; false if no answer came, so that they may or may not be there. */
    boolean send(long writeNo, BatchRequest request) {
        String columns = ResultColumns.list(request.schema());
        String sql = "INSERT INTO " + quoted(request.batch().table()) + " (" + columns + ", "
                + ResultColumns.WRITE_NO + ") SELECT " + columns + ", toUInt64(" + writeNo + ") FROM input("
                + literal(ResultColumns.structure(request.schema())) + ") FORMAT ArrowStream";
        ClickHouseQuery query = ClickHouseQuery.of(sql)
                .withId(queryId(writeNo))
                .setting("async_insert", "0")
                .setting("insert_deduplicate", "1")
                .setting(
                        "insert_deduplication_token",
                        writeNo + "-" + request.batch().digest())
                .setting("input_format_null_as_default", "0");
        try {
            clickhouse.insert(query, Path.of(request.rows().path()));
            return true;
        } catch (OdographException e) {
            if (e.getCause() instanceof ClickHouseFailure failure
                    && failure.serverCode() == ClickHouseFailure.NO_ANSWER) {
                return false;
            }
            throw e;
        }
    }

    /** Throws WRITE_NOT_VERIFIED unless exactly the rows that were sent are there. */
    void verify(long writeNo, BatchRequest request) {
        RowDigest stored = stored(writeNo, request);
        if (!stored.equals(request.batch().digest())) {
            throw new OdographException(
                    ErrorCode.WRITE_NOT_VERIFIED,
                    "Write " + writeNo + " to table " + request.batch().table() + " stored rows of digest " + stored
                            + ", but " + request.batch().digest()
                            + " was sent: the write is given up and a new attempt writes again");
        }
    }

    private RowDigest stored(long writeNo, BatchRequest request) {
        TableSchema schema = request.schema();
        String sql = "SELECT count(), " + RowHashSql.of(schema) + " FROM "
                + quoted(request.batch().table()) + " WHERE write_no = " + writeNo
                + bySegment(schema, request.batch().segments());
        List<String> row = clickhouse.rows(ClickHouseQuery.of(sql)).getFirst();
        return new RowDigest(Long.parseLong(row.get(0)), Long.parseUnsignedLong(row.get(1)));
    }

    /** Without it every verification scans the whole table. */
    private static String bySegment(TableSchema schema, List<String> segments) {
        if (!schema.bySegment() || segments.isEmpty()) {
            return "";
        }
        return segments.stream()
                .map(segment -> literal(segment))
                .collect(Collectors.joining(", ", " AND segment_id IN (", ")"));
    }
}
