package dev.odograph.step;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.StepSpec;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Blames a segment's file for a wrong row, by the row's number in the file from 1. */
record SourceBlame(StepSpec.Source step, String segmentId, String path) implements RowChecks.Blame {
    @Override
    public OdographException error(ErrorCode code, ColumnSpec column, VectorSchemaRoot batch, int row, long number) {
        String subject = "Step \"" + step.name() + "\" (source), segment \"" + segmentId + "\": ";
        String at = "row " + (number + 1);
        return new OdographException(
                code,
                subject
                        + switch (code) {
                            case VALUE_NULL ->
                                at + " has a null in column \"" + column.name()
                                        + "\": replace the segment, or declare the column @Nullable";
                            case VALUE_NOT_FINITE ->
                                at + " has "
                                        + batch.getVector(column.name()).getObject(row) + " in column \""
                                        + column.name()
                                        + "\": write null where there is no value, or declare the column @AllowsNaN";
                            default ->
                                at + " has the key of another row ("
                                        + StepBlame.key(step.output(), batch, row) + "): remove the duplicate from "
                                        + path;
                        });
    }
}
