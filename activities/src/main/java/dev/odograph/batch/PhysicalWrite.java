package dev.odograph.batch;

import static dev.odograph.schema.clickhouse.ClickHouseNames.literal;
import static dev.odograph.schema.clickhouse.ClickHouseNames.quoted;

import dev.odograph.artifact.RowDigest;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.schema.clickhouse.ResultColumns;
import dev.odograph.schema.clickhouse.StatesDdl;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.ClickHouseFailure;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One write's requests to ClickHouse, for its rows and for their summary states, and the proof that both arrived. */
final class PhysicalWrite {
    private final ClickHouse clickhouse;

    PhysicalWrite(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    /** Id of the one INSERT of a write. */
    static String queryId(long writeNo) {
        return "odograph-write-" + writeNo;
    }

    /** Id of the one statement that makes a write's summary states. */
    static String statesQueryId(long writeNo) {
        return queryId(writeNo) + "-states";
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
        return answered(() -> clickhouse.insert(query, Path.of(request.rows().path())));
    }

    /**
     * Makes the summary states of the rows that are there and stores them once; false if no answer came, so that they may
     * or may not be there.
     */
    boolean summarise(long writeNo, BatchRequest request) {
        String table = request.batch().table();
        String sql = "INSERT INTO " + quoted(StatesDdl.name(table)) + " SELECT *, toUInt64(" + writeNo + ") FROM (\n"
                + StatesDdl.select(
                        table,
                        request.schema().bySegment(),
                        StatesDdl.columns(request.schema()),
                        StatesDdl.keys(request.schema()),
                        RowHashSql.of(request.schema()),
                        "write_no = " + writeNo + bySegment(request))
                + "\n)";
        // The token makes a statement that something on the way repeats store nothing more.
        ClickHouseQuery query = ClickHouseQuery.of(sql)
                .withId(statesQueryId(writeNo))
                .setting("async_insert", "0")
                .setting("insert_deduplicate", "1")
                .setting("insert_deduplication_token", "states-" + writeNo);
        return answered(() -> clickhouse.execute(query));
    }

    private static boolean answered(Runnable request) {
        try {
            request.run();
            return true;
        } catch (OdographException e) {
            if (e.getCause() instanceof ClickHouseFailure failure
                    && failure.serverCode() == ClickHouseFailure.NO_ANSWER) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Throws WRITE_NOT_VERIFIED unless exactly the rows that were sent are there. Where they have states, these must be
     * there too, each once, and made of exactly those rows: the state of the empty column holds their digest.
     *
     * @return the digest that was proved
     */
    RowDigest verify(long writeNo, BatchRequest request) {
        RowDigest stored = stored(writeNo, request);
        if (!stored.equals(request.batch().digest())) {
            throw new OdographException(
                    ErrorCode.WRITE_NOT_VERIFIED,
                    "Write " + writeNo + " to table " + request.batch().table() + " stored rows of digest " + stored
                            + ", but " + request.batch().digest()
                            + " was sent: the write is given up and a new attempt writes again");
        }
        return stored;
    }

    /** Whether exactly the rows that were sent are there, and their states where they have some. */
    boolean isWhole(long writeNo, BatchRequest request) {
        RowDigest sent = request.batch().digest();
        try {
            return read(writeNo, request).equals(sent)
                    && (!request.stated() || summarised(writeNo, request).equals(sent));
        } catch (OdographException e) {
            if (e.code() != ErrorCode.WRITE_NOT_VERIFIED) {
                throw e;
            }
            return false;
        }
    }

    private RowDigest stored(long writeNo, BatchRequest request) {
        return request.stated() ? summarised(writeNo, request) : read(writeNo, request);
    }

    private RowDigest read(long writeNo, BatchRequest request) {
        String sql = "SELECT count(), " + RowHashSql.of(request.schema()) + " FROM "
                + quoted(request.batch().table()) + " WHERE write_no = " + writeNo + bySegment(request);
        List<String> row = clickhouse.rows(ClickHouseQuery.of(sql)).getFirst();
        return new RowDigest(Long.parseLong(row.get(0)), Long.parseUnsignedLong(row.get(1)));
    }

    private RowDigest summarised(long writeNo, BatchRequest request) {
        List<String> columns = StatesDdl.columns(request.schema());
        // The columns' names lead the sorting key: with them the segments' ranges are found.
        String named = Stream.concat(Stream.of(""), columns.stream())
                .map(column -> literal(column))
                .collect(Collectors.joining(", ", "`column` IN (", ")"));
        String sql = "SELECT sumIf(rows, `column` = ''), sumWithOverflow(digest), count(), uniqExact(segment_id),"
                + " uniqExact(segment_id, `column`) FROM "
                + quoted(StatesDdl.name(request.batch().table())) + " WHERE " + named + " AND write_no = " + writeNo
                + bySegment(request);
        List<String> row = clickhouse.rows(ClickHouseQuery.of(sql)).getFirst();
        long states = Long.parseLong(row.get(2));
        long segments = Long.parseLong(row.get(3));
        if (states != segments * (columns.size() + 1) || states != Long.parseLong(row.get(4))) {
            throw new OdographException(
                    ErrorCode.WRITE_NOT_VERIFIED,
                    "Write " + writeNo + " to table " + request.batch().table() + " has " + states
                            + " summary states of " + segments + " segments and " + columns.size()
                            + " columns: the write is given up and a new attempt writes again");
        }
        return new RowDigest(Long.parseLong(row.get(0)), Long.parseUnsignedLong(row.get(1)));
    }

    /** Without it every statement scans the whole table. */
    private static String bySegment(BatchRequest request) {
        List<String> segments = request.batch().segments();
        if (!request.schema().bySegment() || segments.isEmpty()) {
            return "";
        }
        return segments.stream()
                .map(segment -> literal(segment))
                .collect(Collectors.joining(", ", " AND segment_id IN (", ")"));
    }
}
