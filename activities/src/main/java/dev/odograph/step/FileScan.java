package dev.odograph.step;

import dev.odograph.artifact.TableFile;
import dev.odograph.error.ErrorCode;
import dev.odograph.spec.TableSchema;
import dev.odograph.step.kernel.KernelLibraries;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
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
        DuckDb duckDb = scope.engine();
        if (mixed) {
            duckDb.register("arrow_files", scope, RowSet.arrow(scope.allocator(), files));
            sql = "SELECT * FROM (" + sql + " UNION ALL SELECT " + columns + " FROM arrow_files)"
                    + Sql.orderByKey(files.schema());
        }
        return run(scope, duckDb, sql);
    }

    /** Rows of a stage's output outside of a stage; closing the reader ends the engine. */
    static ArrowReader open(InputTable table, String scratch, long memoryBytes, BufferAllocator allocator) {
        StageWork work = new StageWork(
                "read", List.of(), Map.of("rows", table), List.of(), Map.of(), "", "", false, scratch, memoryBytes);
        Cancellation never = Cancellation.watch(Progress.NONE, "read");
        never.close();
        StageScope scope = StageScope.of(
                work,
                Bundle.ON_CLASS_PATH,
                new KernelLibraries(List.of()),
                allocator,
                never,
                Progress.NONE,
                new Engines(Path.of(scratch)));
        // What is in use ends with its use.
        scope.engines().close();
        return new RowSet.Files(table.schema(), table.files()).read(scope);
    }

    /** Rows of an unsorted Arrow file, sorted by key. */
    static ArrowReader sorting(StageScope scope, TableSchema schema, TableFile file) {
        DuckDb duckDb = scope.engine();
        RowSet.Files files = new RowSet.Files(schema, List.of(file));
        duckDb.register("unsorted", scope, RowSet.arrow(scope.allocator(), files));
        return run(scope, duckDb, "SELECT * FROM unsorted" + Sql.orderByKey(schema));
    }

    /** Rows of Parquet files, by what their footers say. */
    static long count(StageScope scope, RowSet.Files files) {
        if (files.files().isEmpty()) {
            return 0;
        }
        List<String> paths = files.files().stream().map(TableFile::path).toList();
        try (DuckDb duckDb = scope.engine()) {
            return Long.parseLong(duckDb.rows("SELECT count(*) FROM " + Sql.parquet(paths))
                    .getFirst()
                    .getFirst());
        } catch (SQLException e) {
            throw Failures.duckDb(
                    ErrorCode.FILE_CORRUPT, "Stage \"" + scope.work().stage() + "\" cannot count its rows", e);
        }
    }

    private static ArrowReader run(StageScope scope, DuckDb duckDb, String sql) {
        String subject = "Stage \"" + scope.work().stage() + "\" cannot read its input" + scope.where();
        try {
            return duckDb.query(scope, sql, "", ErrorCode.FILE_CORRUPT, subject);
        } catch (RuntimeException e) {
            duckDb.close();
            throw Failures.duckDb(ErrorCode.FILE_CORRUPT, subject, e);
        }
    }
}
