package dev.odograph.step;

import dev.odograph.artifact.TableFile;
import dev.odograph.error.ErrorCode;
import dev.odograph.spec.TableSchema;
import java.sql.SQLException;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Reads files through an engine of its own. */
final class FileScan {
    private FileScan() {}

    /** Rows of sorted files in order; Parquet files and Arrow files may be mixed. */
    static ArrowReader sorted(StageScope scope, RowSet.Files files) {
        boolean mixed = !files.of(TableFile.Format.ARROW_STREAM).isEmpty();
        List<String> parquet =
                files.of(TableFile.Format.PARQUET).stream().map(TableFile::path).toList();
        String columns = Sql.cast(files.schema().columns());
        String sql = "SELECT " + columns + " FROM " + Sql.parquet(parquet);
        DuckDb duckDb = DuckDb.open(scope.work().scratch(), scope.work().memoryBytes());
        if (mixed) {
            duckDb.register("arrow_files", scope, RowSet.arrow(scope.allocator(), files));
            sql = "SELECT * FROM (" + sql + " UNION ALL SELECT " + columns + " FROM arrow_files)"
                    + Sql.orderByKey(files.schema());
        }
        return run(scope, duckDb, sql);
    }

    /** Rows of an unsorted Arrow file, sorted by key. */
    static ArrowReader sorting(StageScope scope, TableSchema schema, TableFile file) {
        DuckDb duckDb = DuckDb.open(scope.work().scratch(), scope.work().memoryBytes());
        RowSet.Files files = new RowSet.Files(schema, List.of(file));
        duckDb.register("unsorted", scope, RowSet.arrow(scope.allocator(), files));
        return run(scope, duckDb, "SELECT * FROM unsorted" + Sql.orderByKey(schema));
    }

    private static ArrowReader run(StageScope scope, DuckDb duckDb, String sql) {
        String subject = "Stage \"" + scope.work().stage() + "\" cannot read its input" + scope.where();
        try {
            duckDb.execute("SET preserve_insertion_order = true");
            return duckDb.query(scope, sql, ErrorCode.FILE_CORRUPT, subject);
        } catch (SQLException | RuntimeException e) {
            duckDb.close();
            throw Failures.duckDb(ErrorCode.FILE_CORRUPT, subject, e);
        }
    }
}
