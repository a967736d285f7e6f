package dev.odograph.spec.validation;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.StepSpec.Check.Rule;
import java.util.List;
import java.util.Set;

/** Checks have rules over columns that are there, of types that they fit, and pass their input's schema on. */
final class TableCheckRules {
    private static final Set<String> WITHOUT_COLUMNS = Set.of("row_count", Rule.FRESH, "sql");
    private static final Set<String> WITHOUT_THRESHOLD = Set.of("row_count", Rule.FRESH);

    private TableCheckRules() {}

    static void check(GraphSpec graph, SqlCatalog catalog, Problems problems) {
        for (StepSpec step : graph.steps()) {
            if (step instanceof StepSpec.Check check) {
                if (check.rules().isEmpty()) {
                    problems.step(step, "it has no rules: add one, or remove the check");
                }
                check.rules().forEach(rule -> rule(graph, check, rule, catalog, problems));
                check.inputs().stream()
                        .limit(1)
                        .flatMap(input -> graph.step(input).stream())
                        .filter(input -> !input.output().equals(check.output()))
                        .forEach(input -> problems.step(
                                step,
                                "its schema differs from that of \"" + input.name() + "\": let both be the same"));
            }
        }
    }

    private static void rule(GraphSpec graph, StepSpec.Check check, Rule rule, SqlCatalog catalog, Problems problems) {
        if (rule.columns().isEmpty() && !WITHOUT_COLUMNS.contains(rule.rule())) {
            problems.step(check, "rule " + rule.rule() + " names no column: name the columns it is about");
        }
        for (String name : rule.columns()) {
            if (check.output().column(name).isEmpty()) {
                problems.step(
                        check,
                        "rule " + rule.rule() + " is about column " + NameRules.show(name)
                                + ", which is not there: use one of " + ColumnFlow.names(check.output()));
            }
        }
        List<ColumnSpec> columns = rule.columns().stream()
                .flatMap(name -> check.output().column(name).stream())
                .toList();
        threshold(check, rule, problems);
        switch (rule.rule()) {
            case "not_null", "unique" -> {}
            case "range" -> ValueRules.range(check, rule, columns, problems);
            case "allowed" -> ValueRules.allowed(check, rule, columns, problems);
            case "matches" -> ValueRules.matches(check, rule, columns, problems);
            case "increasing", "strictly_increasing" -> ValueRules.increasing(check, rule, columns, problems);
            case "foreign_key" -> ReferenceRules.foreignKey(graph, check, rule, columns, problems);
            case "row_count" -> ValueRules.rowCount(check, rule, problems);
            case Rule.FRESH -> ReferenceRules.fresh(graph, check, rule, problems);
            case "sql" -> SqlRules.check(graph, check, rule, catalog, problems);
            default ->
                problems.step(
                        check,
                        "rule \"" + rule.rule() + "\" is unknown: use not_null, unique, range, allowed, matches,"
                                + " increasing, strictly_increasing, foreign_key, row_count, fresh or sql");
        }
    }

    private static void threshold(StepSpec.Check check, Rule rule, Problems problems) {
        Double share = rule.upToShare();
        Long rows = rule.upToRows();
        if (share == null && rows == null) {
            return;
        }
        String subject = "rule " + rule.shown();
        if (WITHOUT_THRESHOLD.contains(rule.rule())) {
            problems.step(
                    check,
                    subject + " is about a segment as a whole and has no threshold of rows: drop it, or let the rule"
                            + " warn");
        } else if (share != null && rows != null) {
            problems.step(check, subject + " has a threshold as a share and one as rows: keep one");
        } else if (share != null && !(share > 0 && share < 1)) {
            problems.step(
                    check,
                    subject + " may be broken by a share of " + share + ": give one above 0 and below 1, such as 0.01");
        } else if (rows != null && rows < 1) {
            problems.step(check, subject + " may be broken by " + rows + " rows: give at least 1, or no threshold");
        }
    }
}
