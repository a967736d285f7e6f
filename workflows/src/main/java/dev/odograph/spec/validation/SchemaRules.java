package dev.odograph.spec.validation;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import java.util.List;

/** Outputs have columns, a key that sorts and identifies rows within segments, and units that are known. */
final class SchemaRules {
    private SchemaRules() {}

    static void check(GraphSpec graph, Problems problems) {
        for (StepSpec step : graph.steps()) {
            if (step instanceof StepSpec.Check) {
                continue; // its schema is its input's and reported there
            }
            if (step.output().columns().isEmpty()) {
                problems.step(step, "its record has no columns: declare at least one component");
                continue;
            }
            if (!(step instanceof StepSpec.Reduce)) {
                segmentKey(step, problems);
            }
            step.output().columns().forEach(column -> column(step, column, problems));
        }
    }

    private static void segmentKey(StepSpec step, Problems problems) {
        List<ColumnSpec> keys = step.output().keys();
        if (keys.isEmpty()) {
            problems.step(
                    step,
                    "its record has no key: put @Key on segmentId and on what identifies a row within the segment");
        } else if (!keys.getFirst().name().equals(TableSchema.SEGMENT_ID)) {
            problems.step(
                    step,
                    "its first key is \"" + keys.getFirst().name() + "\": let it be @Key String segmentId, the first"
                            + " component");
        } else if (keys.getFirst().type() != ColumnType.STRING) {
            problems.step(
                    step, "key \"segment_id\" is " + keys.getFirst().type() + ": segments have text ids, use String");
        }
    }

    private static void column(StepSpec step, ColumnSpec column, Problems problems) {
        if (column.key() && column.nullable()) {
            problems.step(step, "key \"" + column.name() + "\" is nullable: drop @Nullable, or do not make it a key");
        }
        if (column.key() && column.type() == ColumnType.FLOAT64) {
            problems.step(
                    step,
                    "key \"" + column.name() + "\" is FLOAT64, and equal numbers may differ in their last bits: use an"
                            + " integer, text or a timestamp as key");
        }
        if (column.allowsNaN() && column.type() != ColumnType.FLOAT64) {
            problems.step(
                    step,
                    "column \"" + column.name() + "\" allows NaN, but is " + column.type()
                            + ": only FLOAT64 can be NaN");
        }
        String unit = column.unit();
        if (unit != null && !Units.known(unit)) {
            problems.step(step, "column \"" + column.name() + "\": " + Units.unknown(unit));
        } else if (unit != null && !numeric(column.type())) {
            problems.step(
                    step,
                    "column \"" + column.name() + "\" is " + column.type() + " and has unit \"" + unit
                            + "\", but only numbers have one: drop the unit");
        }
    }

    private static boolean numeric(ColumnType type) {
        return type == ColumnType.INT32 || type == ColumnType.INT64 || type == ColumnType.FLOAT64;
    }
}
