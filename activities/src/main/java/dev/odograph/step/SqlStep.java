package dev.odograph.step;

import dev.odograph.artifact.TableFile;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Runs a sql or reduce step in a DuckDB of its own. */
final class SqlStep {
    private static final String QUERY = "\"query of the step\"";
    private static final String STREAM_SCAN = "\"name\": \"ARROW_SCAN";

    private final StageScope scope;
    private final StepSpec step;
    private final String sql;
    private final Map<String, RowSet> inputs;
    private final String subject;

    SqlStep(StageScope scope, StepSpec step, String sql, Map<String, RowSet> inputs) {
        this.scope = scope;
        this.step = step;
        this.sql = sql;
        this.inputs = inputs;
        this.subject = "Step \"" + step.name() + "\" (" + step.kind() + ")" + scope.where();
    }

    /** Starts the query; its rows come sorted by key. */
    ArrowReader run() {
        DuckDb duckDb = scope.engine();
        try {
            Optional<SegmentFiles> segments = SegmentFiles.of(step, inputs);
            if (segments.isPresent()) {
                return bySegment(duckDb, segments.get());
            }
            return duckDb.query(scope, bind(duckDb), Sql.orderByKey(step.output()), ErrorCode.SQL_INVALID, subject);
        } catch (SQLException | RuntimeException e) {
            duckDb.close();
            throw Failures.duckDb(ErrorCode.SQL_INVALID, subject, e);
        }
    }

    private ArrowReader bySegment(DuckDb duckDb, SegmentFiles segments) throws SQLException {
        Query query = Query.parse(duckDb, sql, inputs.keySet(), scope.work().parameters());
        refuse(query.problems());
        String view = "CREATE OR REPLACE TEMP VIEW " + QUERY + " AS " + query.sql();
        String first = segments.ids().getFirst();
        segments.bind(duckDb, first);
        duckDb.execute(view);
        refuse(QueryColumns.problems(duckDb.rows("DESCRIBE " + QUERY), step.output()));
        String wanted = "SELECT " + Sql.cast(step.output().columns()) + " FROM " + QUERY;
        String order = Sql.orderWithinSegment(step.output());
        SegmentQueries.Start start = segmentId -> {
            String where = "Step \"" + step.name() + "\" (" + step.kind() + ") in segment \"" + segmentId + "\"";
            try {
                if (!segmentId.equals(first)) {
                    duckDb.execute("DROP VIEW " + QUERY);
                    segments.bind(duckDb, segmentId);
                    duckDb.execute(view);
                }
                return duckDb.query(scope, wanted, order, ErrorCode.SQL_INVALID, where, () -> {});
            } catch (SQLException e) {
                throw Failures.duckDb(ErrorCode.SQL_INVALID, where, e);
            }
        };
        return new SegmentQueries(scope, step, segments.ids(), start, duckDb::close);
    }

    private String bind(DuckDb duckDb) throws SQLException {
        Query query = Query.parse(duckDb, sql, inputs.keySet(), scope.work().parameters());
        refuse(query.problems());
        List<String> streamed = new ArrayList<>();
        for (Map.Entry<String, RowSet> input : inputs.entrySet()) {
            if (register(duckDb, input.getKey(), input.getValue())) {
                streamed.add(input.getKey());
            }
        }
        if (scope.work().segments().isEmpty() || step instanceof StepSpec.Reduce) {
            // Over all partitions: where those were cut must not show in the order of a sum.
            for (Map.Entry<String, RowSet> input : inputs.entrySet()) {
                if (!(input.getValue() instanceof RowSet.Files files
                        && files.files().isEmpty())) {
                    keep(duckDb, input.getKey(), query, true);
                }
            }
            streamed.clear();
        }
        String wanted = "SELECT " + Sql.cast(step.output().columns()) + " FROM " + QUERY;
        duckDb.execute("CREATE TEMP VIEW " + QUERY + " AS " + query.sql());
        refuse(QueryColumns.problems(duckDb.rows("DESCRIBE " + QUERY), step.output()));
        if (!streamed.isEmpty() && !scansEachOnce(duckDb, wanted, streamed, query)) {
            duckDb.execute("DROP VIEW " + QUERY);
            for (String name : streamed) {
                keep(duckDb, name, query, false);
            }
            duckDb.execute("CREATE TEMP VIEW " + QUERY + " AS " + query.sql());
        }
        return wanted;
    }

    /** Makes an input a table; true where it is a stream that can be read once only. */
    private boolean register(DuckDb duckDb, String name, RowSet rows) throws SQLException {
        TableSchema schema = rows.schema();
        List<String> parquet = switch (rows) {
            case RowSet.Stream stream -> List.of();
            case RowSet.Files files ->
                files.of(TableFile.Format.PARQUET).stream().map(TableFile::path).toList();
        };
        boolean arrow = switch (rows) {
            case RowSet.Stream stream -> true;
            case RowSet.Files files -> parquet.size() < files.files().size();
        };
        if (arrow) {
            ArrowReader reader = switch (rows) {
                case RowSet.Stream stream -> stream.reader();
                case RowSet.Files files -> RowSet.arrow(scope.allocator(), files);
            };
            duckDb.register(stream(name), scope, reader);
        }
        if (!arrow && parquet.isEmpty()) {
            duckDb.execute(Sql.emptyTable(name, schema));
            return false;
        }
        String fromParquet = "SELECT " + Sql.cast(schema.columns()) + " FROM " + Sql.parquet(parquet);
        String fromArrow = "SELECT " + Sql.names(schema.columns()) + " FROM " + Sql.name(stream(name));
        String both = parquet.isEmpty() ? fromArrow : arrow ? fromParquet + " UNION ALL " + fromArrow : fromParquet;
        duckDb.execute("CREATE TEMP VIEW " + Sql.name(name) + " AS " + both);
        return arrow;
    }

    private static String stream(String name) {
        return "stream of " + name;
    }

    private static boolean scansEachOnce(DuckDb duckDb, String wanted, List<String> streamed, Query query)
            throws SQLException {
        String plan = duckDb.rows("EXPLAIN (FORMAT JSON) " + wanted).getFirst().get(1);
        int scans = plan.split(STREAM_SCAN, -1).length - 1;
        return scans == streamed.size() && query.words().containsAll(streamed);
    }

    /** Copies what the query may read of an input, so that it can be read again; beyond the memory limit to disk. */
    private void keep(DuckDb duckDb, String name, Query query, boolean sorted) throws SQLException {
        TableSchema schema = Objects.requireNonNull(inputs.get(name)).schema();
        List<ColumnSpec> columns = schema.columns().stream()
                .filter(column -> column.key() || query.reads(name, column.name()))
                .toList();
        List<ColumnSpec> kept = columns.isEmpty() ? schema.columns() : columns;
        String copy = Sql.name("rows of " + name);
        String order = !sorted ? "" : schema.keys().isEmpty() ? " ORDER BY ALL" : Sql.orderByKey(schema);
        duckDb.execute(
                "CREATE TEMP TABLE " + copy + " AS SELECT " + Sql.names(kept) + " FROM " + Sql.name(name) + order);
        duckDb.execute("CREATE OR REPLACE TEMP VIEW " + Sql.name(name) + " AS SELECT * FROM " + copy);
    }

    private void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new OdographException(ErrorCode.SQL_INVALID, subject + ": " + String.join("; ", problems));
        }
    }
}
