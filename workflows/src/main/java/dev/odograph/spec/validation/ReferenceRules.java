package dev.odograph.spec.validation;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.StepSpec.Check;
import dev.odograph.spec.StepSpec.Check.Rule;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** Rules that look beyond the table: at another table, or at when recordings were made. */
final class ReferenceRules {
    private ReferenceRules() {}

    static void foreignKey(GraphSpec graph, Check check, Rule rule, List<ColumnSpec> columns, Problems problems) {
        String table = rule.table();
        Optional<StepSpec> referenced = table == null ? Optional.empty() : graph.step(table);
        if (table == null || referenced.isEmpty() || !check.inputs().contains(table)) {
            problems.step(
                    check,
                    "rule " + rule.shown() + " points to table " + NameRules.show(String.valueOf(table))
                            + ", which the check does not read: let it be one of the check's inputs");
            return;
        }
        if (rule.values().size() != rule.columns().size()) {
            problems.step(
                    check,
                    "rule " + rule.shown() + " points to " + rule.values().size() + " columns of \"" + table
                            + "\": name one for each of its own");
            return;
        }
        for (int i = 0; i < columns.size() && columns.size() == rule.values().size(); i++) {
            column(check, rule, columns.get(i), referenced.get(), rule.values().get(i), problems);
        }
    }

    private static void column(Check check, Rule rule, ColumnSpec own, StepSpec table, String name, Problems problems) {
        Optional<ColumnSpec> other = table.output().column(name);
        String subject = "rule " + rule.shown() + " points to column " + NameRules.show(name) + " of \"" + table.name()
                + "\", which ";
        if (other.isEmpty()) {
            problems.step(check, subject + "is not there: use one of " + ColumnFlow.names(table.output()));
        } else if (other.get().type() != own.type()) {
            problems.step(
                    check, subject + "is " + other.get().type() + ", not " + own.type() + ": give both the same type");
        } else if (!Units.same(own.unit(), other.get().unit())) {
            problems.step(
                    check,
                    subject + "is in " + Units.show(other.get().unit()) + ", not in " + Units.show(own.unit())
                            + ": give both the same unit");
        }
    }

    static void fresh(GraphSpec graph, Check check, Rule rule, Problems problems) {
        Double seconds = rule.maximum();
        if (seconds == null || !(seconds >= 1)) {
            problems.step(
                    check,
                    "rule fresh allows an age of " + (seconds == null ? 0 : seconds.longValue())
                            + " s: give a second at least, such as Duration.ofDays(30)");
        }
        if (graph.reduces(check)) {
            problems.step(
                    check,
                    "rule fresh is about recordings, but its table is a reduce over all segments: check a table that a"
                            + " source puts out");
        }
        String reference = rule.text();
        if (reference == null) {
            return;
        }
        String name = reference.replaceFirst("^\\$", "");
        Optional<ParameterSpec> parameter =
                graph.parameters().stream().filter(p -> p.name().equals(name)).findFirst();
        if (parameter.isEmpty() || parameter.get().type() != ColumnType.STRING) {
            problems.step(
                    check,
                    "rule fresh compares with " + reference + ", which is no text parameter of the graph: declare it"
                            + " with g.parameter(\"" + name + "\", \"\")");
        } else if (!instant(String.valueOf(parameter.get().defaultValue()))) {
            problems.step(
                    check,
                    "rule fresh compares with " + reference + ", whose default \""
                            + parameter.get().defaultValue() + "\" is no time: write it as 2026-03-01T00:00:00Z, or"
                            + " leave it empty for the time when the dataset version was made");
        }
    }

    private static boolean instant(String text) {
        try {
            return text.isEmpty() || Instant.parse(text).getNano() >= 0;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
