package dev.odograph.step;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import java.util.stream.Collectors;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Blames a step for a wrong row that it put out, by the row's key. */
record StepBlame(StepSpec step) implements RowChecks.Blame {
    @Override
    public OdographException error(ErrorCode code, ColumnSpec column, VectorSchemaRoot batch, int row, long number) {
        String subject = "Step \"" + step.name() + "\" (" + step.kind() + ")";
        String at = at(step.output(), batch, row);
        return new OdographException(
                code,
                switch (code) {
                    case VALUE_NULL ->
                        subject + " put out a null in column \"" + column.name() + "\"" + at
                                + ": give it a value, or declare the column @Nullable";
                    case VALUE_NOT_FINITE ->
                        subject + " put out "
                                + batch.getVector(column.name()).getObject(row) + " in column \"" + column.name() + "\""
                                + at
                                + ": put out null instead, or declare the column @AllowsNaN";
                    default ->
                        step.output().keys().isEmpty()
                                ? subject
                                        + " put out more than one row, but its record has no key: mark the key with @Key"
                                : subject + " put out two rows with one key" + at
                                        + ": put out one row per key, or mark more components with @Key";
                });
    }

    /** Where a row is: its key's values. */
    static String at(TableSchema schema, VectorSchemaRoot batch, int row) {
        return schema.keys().isEmpty() ? "" : " at " + key(schema, batch, row);
    }

    static String key(TableSchema schema, VectorSchemaRoot batch, int row) {
        return schema.keys().stream()
                .filter(key -> batch.getVector(key.name()) != null)
                .map(key -> key.name() + " = " + batch.getVector(key.name()).getObject(row))
                .collect(Collectors.joining(", "));
    }
}
