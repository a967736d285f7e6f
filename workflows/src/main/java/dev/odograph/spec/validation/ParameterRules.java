package dev.odograph.spec.validation;

import dev.odograph.spec.ColumnType;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.spec.StepSpec;

/** Parameters have a plain type, a default of it, and a unit only where they are numbers. */
final class ParameterRules {
    private ParameterRules() {}

    static void check(GraphSpec graph, Problems problems) {
        for (ParameterSpec parameter : graph.parameters()) {
            type(parameter, problems);
            unit(parameter, problems);
        }
        for (StepSpec step : graph.steps()) {
            if (step instanceof StepSpec.Java java && java.parameters() != null) {
                for (String name : java.parameters()) {
                    if (graph.parameters().stream().noneMatch(p -> p.name().equals(name))) {
                        problems.step(
                                step,
                                "its class reads parameter " + NameRules.show(name)
                                        + ", which is none of the graph: declare it with g.parameter, or drop it from"
                                        + " @ReadsParameters");
                    }
                }
            }
        }
    }

    private static void type(ParameterSpec parameter, Problems problems) {
        Object value = parameter.defaultValue();
        boolean fits = switch (parameter.type()) {
            case BOOL -> value instanceof Boolean;
            case INT64 -> value instanceof Long;
            case FLOAT64 -> value instanceof Double;
            case STRING -> value instanceof String;
            case INT32, TIMESTAMP -> false;
        };
        if (parameter.type() == ColumnType.INT32 || parameter.type() == ColumnType.TIMESTAMP) {
            problems.parameter(
                    parameter.name(),
                    "type " + parameter.type() + " is none of a parameter's: use BOOL, INT64, FLOAT64 or STRING");
        } else if (!fits) {
            problems.parameter(
                    parameter.name(),
                    "the default " + value + " is a " + value.getClass().getSimpleName() + ", not " + parameter.type()
                            + ": give a default of that type");
        } else if (value instanceof Double number && !Double.isFinite(number)) {
            problems.parameter(parameter.name(), "the default is " + number + ": give a finite number");
        }
    }

    private static void unit(ParameterSpec parameter, Problems problems) {
        String unit = parameter.unit();
        if (unit == null || parameter.type() == ColumnType.INT32 || parameter.type() == ColumnType.TIMESTAMP) {
            return; // a type that no parameter has is reported as such
        }
        if (parameter.type() != ColumnType.INT64 && parameter.type() != ColumnType.FLOAT64) {
            problems.parameter(
                    parameter.name(),
                    "a " + parameter.type() + " has unit \"" + unit + "\", but only numbers have one: drop the unit");
        } else if (!Units.known(unit)) {
            problems.parameter(parameter.name(), Units.unknown(unit));
        }
    }
}
