package dev.odograph.step;

import dev.odograph.artifact.TableFile;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Reads one table of every segment: checks all rows once, and refers to the files where they are in order. */
final class SourceStep {
    private final StageScope scope;
    private final StepSpec.Source step;
    private long rows;

    SourceStep(StageScope scope, StepSpec.Source step) {
        this.scope = scope;
        this.step = step;
    }

    /** The files themselves where they are typed and sorted as declared, otherwise a sorted stream. */
    RowSet run() {
        DuckDb duckDb = scope.engine();
        RowSet result = null;
        try {
            List<SourceFile> files = scope.work().segments().stream()
                    .sorted(Comparator.comparing(SegmentInput::segmentId, SegmentOrder::compare))
                    .map(segment -> SourceFile.inspect(duckDb, step, segment))
                    .toList();
            boolean inPlace = !step.output().keys().isEmpty();
            for (SourceFile file : files) {
                inPlace &= inOrder(duckDb, file) && file.exact();
            }
            result = inPlace || files.isEmpty() ? inPlace(files) : sorted(duckDb, files);
            return result;
        } finally {
            if (!(result instanceof RowSet.Stream)) {
                duckDb.close();
            }
        }
    }

    /** Rows of all segments. */
    long rows() {
        return rows;
    }

    private RowSet inPlace(List<SourceFile> files) {
        List<TableFile> tables = new ArrayList<>();
        for (SourceFile file : files) {
            tables.add(new TableFile(TableFile.Format.PARQUET, file.path(), file.segmentId()));
        }
        return new RowSet.Files(step.output(), tables);
    }

    private RowSet sorted(DuckDb duckDb, List<SourceFile> files) {
        String union =
                files.stream().map(file -> file.select(step.output())).collect(Collectors.joining(" UNION ALL "));
        String sql = "SELECT * FROM (" + union + ")" + Sql.orderByKey(step.output());
        String subject = "Step \"" + step.name() + "\" (source)" + scope.where() + " cannot be sorted";
        ArrowReader rows = duckDb.query(scope, sql, "", ErrorCode.FILE_CORRUPT, subject, duckDb::close);
        return new RowSet.Stream(step.output(), new CheckedReader(scope, step, rows));
    }

    /** Checks a file's rows; true where they are in order. Only where something is wrong are rows looked at one by one. */
    private boolean inOrder(DuckDb duckDb, SourceFile file) {
        SourceScan scan = SourceScan.of(scope, duckDb, step.output(), file, unreadable(file));
        boolean keyed =
                step.output().keys().stream().anyMatch(key -> !key.name().equals(TableSchema.SEGMENT_ID));
        if (scan.rows() == 0 || scan.suspicious() > 0 || !keyed) {
            return scan(duckDb, file);
        }
        rows += scan.rows();
        scope.progress().at(step.name(), file.segmentId(), rows);
        return scan.unordered() == 0;
    }

    private String unreadable(SourceFile file) {
        return "Step \"" + step.name() + "\" (source), segment \"" + file.segmentId() + "\": file " + file.path()
                + " cannot be read to its end; write it again or replace the segment";
    }

    private boolean scan(DuckDb duckDb, SourceFile file) {
        SourceBlame blame = new SourceBlame(step, file.segmentId(), file.path());
        RowChecks checks = new RowChecks(step.output(), blame);
        String subject = unreadable(file);
        try (ArrowReader reader =
                duckDb.query(scope, file.select(step.output()), "", ErrorCode.FILE_CORRUPT, subject, () -> {})) {
            VectorSchemaRoot batch = reader.getVectorSchemaRoot();
            while (reader.loadNextBatch()) {
                checks.check(batch);
                segment(file, batch, checks.rows() - batch.getRowCount());
                scope.progress().at(step.name(), file.segmentId(), rows + checks.rows());
            }
        } catch (IOException e) {
            throw Failures.unreadable(subject, e);
        }
        if (checks.rows() == 0) {
            throw new OdographException(
                    ErrorCode.FILE_CORRUPT,
                    "Step \"" + step.name() + "\" (source), segment \"" + file.segmentId() + "\": file " + file.path()
                            + " holds no rows: replace or retract the segment");
        }
        rows += checks.rows();
        return checks.sorted();
    }

    private void segment(SourceFile file, VectorSchemaRoot batch, long before) {
        FieldVector ids = batch.getVector(TableSchema.SEGMENT_ID);
        if (ids == null) {
            return;
        }
        int wrong = SegmentOrder.firstOther(ids, file.segmentId(), 0, batch.getRowCount());
        if (wrong < batch.getRowCount()) {
            throw new OdographException(
                    ErrorCode.FILE_CORRUPT,
                    "Step \"" + step.name() + "\" (source), segment \"" + file.segmentId() + "\": row "
                            + (before + wrong + 1) + " of " + file.path() + " has segment_id \""
                            + ids.getObject(wrong) + "\": a file holds one segment, so correct the column or the"
                            + " segment's id");
        }
    }
}
