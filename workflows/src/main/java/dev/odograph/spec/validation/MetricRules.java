package dev.odograph.spec.validation;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.Measure;
import dev.odograph.spec.Measure.Aggregate;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Metrics store the rows of a step that is there, and are compared by numbers that they have. */
final class MetricRules {
    private MetricRules() {}

    static void check(GraphSpec graph, Problems problems) {
        for (MetricSpec metric : graph.metrics()) {
            Optional<StepSpec> step = graph.step(metric.step());
            if (step.isEmpty()) {
                problems.metric(
                        metric.name(),
                        "step " + NameRules.show(metric.step()) + " is not declared: declare it, or store another");
                continue;
            }
            List<Measure> measures = metric.measures() == null ? List.of() : metric.measures();
            TableSchema schema = step.get().output();
            if (!measures.isEmpty() && !schema.bySegment()) {
                problems.metric(
                        metric.name(),
                        "its rows belong to no segments, so its runs cannot be compared by measures: declare them on"
                                + " a metric with segment_id");
                continue;
            }
            Set<String> seen = new HashSet<>();
            for (Measure measure : measures) {
                if (!seen.add(measure.name())) {
                    problem(
                            metric,
                            measure,
                            "the name is taken: give it another by named(…), or \"as NAME\"",
                            problems);
                }
                check(metric, measure, schema, problems);
            }
        }
    }

    private static void check(MetricSpec metric, Measure measure, TableSchema schema, Problems problems) {
        column(metric, measure, measure.column(), schema, measure.aggregate() == Aggregate.COUNT, problems);
        String per = measure.per();
        if (per == null) {
            return;
        }
        if (!measure.isPerRecording()) {
            column(metric, measure, per, schema, false, problems);
        }
        if (measure.aggregate() != Aggregate.SUM && measure.aggregate() != Aggregate.COUNT) {
            problem(
                    metric,
                    measure,
                    "a rate is of a sum or a count, not of a "
                            + measure.aggregate().word() + ": use rate(…)",
                    problems);
        }
        if (!(measure.scale() > 0 && measure.scale() < Double.POSITIVE_INFINITY)) {
            problem(metric, measure, "its scale is " + measure.scale() + ": give a finite number above 0", problems);
        }
    }

    private static void column(
            MetricSpec metric, Measure measure, String name, TableSchema schema, boolean anyType, Problems problems) {
        Optional<ColumnSpec> column = schema.column(name);
        if (column.isEmpty()) {
            problem(
                    metric,
                    measure,
                    "column " + NameRules.show(name) + " is not there: it has "
                            + schema.columns().stream().map(ColumnSpec::name).collect(Collectors.joining(", ")),
                    problems);
        } else if (!anyType && !number(column.get().type())) {
            problem(
                    metric,
                    measure,
                    "column " + NameRules.show(name) + " is " + column.get().type() + ": use a number or a BOOL",
                    problems);
        }
    }

    private static boolean number(ColumnType type) {
        return switch (type) {
            case BOOL, INT32, INT64, FLOAT64 -> true;
            case STRING, TIMESTAMP -> false;
        };
    }

    private static void problem(MetricSpec metric, Measure measure, String what, Problems problems) {
        problems.metric(metric.name(), "measure " + NameRules.show(measure.name()) + ": " + what);
    }
}
