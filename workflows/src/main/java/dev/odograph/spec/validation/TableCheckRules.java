package dev.odograph.spec.validation;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.StepSpec.Check.Rule;
import java.util.Optional;

/** Checks have rules over columns that are there, and pass their input's schema on. */
final class TableCheckRules {
    private TableCheckRules() {}

    static void check(GraphSpec graph, Problems problems) {
        for (StepSpec step : graph.steps()) {
            if (step instanceof StepSpec.Check check) {
                if (check.rules().isEmpty()) {
                    problems.step(step, "it has no rules: add one, or remove the check");
                }
                check.rules().forEach(rule -> rule(check, rule, problems));
                check.inputs().stream()
                        .flatMap(input -> graph.step(input).stream())
                        .filter(input -> !input.output().equals(check.output()))
                        .forEach(input -> problems.step(
                                step,
                                "its schema differs from that of \"" + input.name() + "\": let both be the same"));
            }
        }
    }

    private static void rule(StepSpec.Check check, Rule rule, Problems problems) {
        switch (rule.rule()) {
            case "not_null", "unique" -> {}
            case "range" -> bounds(check, rule, problems);
            default -> problems.step(check, "rule \"" + rule.rule() + "\" is unknown: use not_null, unique or range");
        }
        if (rule.columns().isEmpty()) {
            problems.step(check, "rule " + rule.rule() + " names no column: name the columns it is about");
        }
        for (String name : rule.columns()) {
            Optional<ColumnSpec> column = check.output().column(name);
            if (column.isEmpty()) {
                problems.step(
                        check,
                        "rule " + rule.rule() + " is about column " + NameRules.show(name)
                                + ", which is not there: use one of " + ColumnFlow.names(check.output()));
            } else if (rule.rule().equals("range") && !ordered(column.get().type())) {
                problems.step(
                        check,
                        "rule range is about column \"" + name + "\", which is "
                                + column.get().type() + ": only numbers have a range");
            }
        }
    }

    private static void bounds(StepSpec.Check check, Rule rule, Problems problems) {
        Double minimum = rule.minimum();
        Double maximum = rule.maximum();
        if (minimum == null && maximum == null) {
            problems.step(check, "rule range has no bound: give a minimum, a maximum or both");
        } else if ((minimum != null && minimum.isNaN()) || (maximum != null && maximum.isNaN())) {
            problems.step(check, "rule range has a bound that is NaN: give a number");
        } else if (minimum != null && maximum != null && minimum > maximum) {
            problems.step(check, "rule range from " + minimum + " to " + maximum + " is empty: exchange the bounds");
        }
    }

    private static boolean ordered(ColumnType type) {
        return type == ColumnType.INT32 || type == ColumnType.INT64 || type == ColumnType.FLOAT64;
    }
}
