package dev.odograph.step;

import static java.util.stream.Collectors.toMap;

import dev.odograph.artifact.TableFile;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A query's inputs where each segment has a Parquet file of its own in each of them.
 *
 * @param ids the segments, in order
 * @param tables files by segment, by input
 * @param schemas schema by input
 */
record SegmentFiles(List<String> ids, Map<String, Map<String, String>> tables, Map<String, TableSchema> schemas) {
    /** The files by segment, where the step may be computed segment by segment and its inputs are such files. */
    static Optional<SegmentFiles> of(StepSpec step, Map<String, RowSet> inputs) {
        List<ColumnSpec> keys = step.output().keys();
        if (!(step instanceof StepSpec.Sql) || keys.isEmpty() || !isSegment(keys.getFirst())) {
            return Optional.empty();
        }
        List<String> ids = List.of();
        Map<String, Map<String, String>> tables = new TreeMap<>();
        Map<String, TableSchema> schemas = new TreeMap<>();
        for (Map.Entry<String, RowSet> input : inputs.entrySet()) {
            if (!(input.getValue() instanceof RowSet.Files files)
                    || files.schema().column(TableSchema.SEGMENT_ID).isEmpty()
                    || !oneEach(files.files())) {
                return Optional.empty();
            }
            Map<String, String> paths = files.files().stream()
                    .collect(toMap(file -> Objects.requireNonNull(file.segmentId()), TableFile::path));
            List<String> own =
                    paths.keySet().stream().sorted(SegmentOrder::compare).toList();
            if (!tables.isEmpty() && !own.equals(ids)) {
                return Optional.empty();
            }
            ids = own;
            tables.put(input.getKey(), paths);
            schemas.put(input.getKey(), files.schema());
        }
        return ids.isEmpty() ? Optional.empty() : Optional.of(new SegmentFiles(ids, tables, schemas));
    }

    private static boolean isSegment(ColumnSpec column) {
        return column.name().equals(TableSchema.SEGMENT_ID);
    }

    private static boolean oneEach(List<TableFile> files) {
        List<String> ids = new ArrayList<>();
        for (TableFile file : files) {
            String id = file.segmentId();
            if (id == null || file.format() != TableFile.Format.PARQUET) {
                return false;
            }
            ids.add(id);
        }
        return Set.copyOf(ids).size() == ids.size();
    }

    /**
     * Makes the inputs tables of one segment. Its id was checked in every row when the source was read, so that it can
     * stand as a constant: the engine then neither compares nor sorts by it.
     */
    void bind(DuckDb duckDb, String segmentId) throws SQLException {
        for (Map.Entry<String, Map<String, String>> table : tables.entrySet()) {
            String path = Objects.requireNonNull(table.getValue().get(segmentId));
            StringBuilder columns = new StringBuilder();
            for (ColumnSpec column :
                    Objects.requireNonNull(schemas.get(table.getKey())).columns()) {
                columns.append(columns.isEmpty() ? "" : ", ")
                        .append(isSegment(column) ? constant(segmentId) : Sql.cast(List.of(column)));
            }
            duckDb.execute("CREATE OR REPLACE TEMP VIEW " + Sql.name(table.getKey()) + " AS SELECT " + columns
                    + " FROM " + Sql.parquet(List.of(path)));
        }
    }

    private static String constant(String segmentId) {
        return "CAST(" + Sql.text(segmentId) + " AS VARCHAR) AS " + Sql.name(TableSchema.SEGMENT_ID);
    }
}
