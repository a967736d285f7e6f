package dev.odograph.artifact;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.TableSchema;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** The Arrow form of table schemas, as artifacts are written. */
public final class ArrowSchemas {
    private ArrowSchemas() {}

    /** The columns in their order, nullable as the schema says. */
    public static Schema of(TableSchema schema) {
        return new Schema(schema.columns().stream().map(ArrowSchemas::field).toList());
    }

    /** The Arrow type of a column. */
    public static ArrowType type(ColumnType type) {
        return switch (type) {
            case BOOL -> ArrowType.Bool.INSTANCE;
            case INT32 -> new ArrowType.Int(32, true);
            case INT64 -> new ArrowType.Int(64, true);
            case FLOAT64 -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case STRING -> ArrowType.Utf8.INSTANCE;
            case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
        };
    }

    private static Field field(ColumnSpec column) {
        return new Field(column.name(), new FieldType(column.nullable(), type(column.type()), null), null);
    }
}
