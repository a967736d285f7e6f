package dev.odograph.graph;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.Severity;
import dev.odograph.spec.StepSpec.Check.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects the rules of one check. */
final class CheckRules implements Graph.Rules {
    private final List<Rule> rules = new ArrayList<>();
    private final Set<String> tables = new LinkedHashSet<>();

    List<Rule> rules() {
        return List.copyOf(rules);
    }

    /** Names of the tables that foreign keys point to. */
    List<String> tables() {
        return List.copyOf(tables);
    }

    @Override
    public Graph.Rules notNull(String... columns) {
        return add(new Rule("not_null", List.of(columns), null, null));
    }

    @Override
    public Graph.Rules unique(String... columns) {
        return add(new Rule("unique", List.of(columns), null, null));
    }

    @Override
    public Graph.Rules range(String column, double minimum, double maximum) {
        return add(range(column, minimum, maximum, null, null));
    }

    static Rule range(
            String column, double minimum, double maximum, @Nullable Severity severity, @Nullable Double share) {
        return new Rule(
                "range",
                List.of(column),
                bound(minimum, Double.NEGATIVE_INFINITY),
                bound(maximum, Double.POSITIVE_INFINITY),
                List.of(),
                null,
                null,
                null,
                severity,
                share,
                null);
    }

    @Override
    public Graph.Rules allowed(String column, Object... values) {
        return add(allowed(column, Stream.of(values).map(String::valueOf).toList(), null, null));
    }

    static Rule allowed(String column, List<String> values, @Nullable Severity severity, @Nullable Double share) {
        return new Rule("allowed", List.of(column), null, null, values, null, null, null, severity, share, null);
    }

    @Override
    public Graph.Rules matches(String column, String pattern) {
        return add(matches(column, pattern, null, null));
    }

    static Rule matches(String column, String pattern, @Nullable Severity severity, @Nullable Double share) {
        return new Rule("matches", List.of(column), null, null, List.of(), null, pattern, null, severity, share, null);
    }

    @Override
    public Graph.Rules increasing(String column) {
        return add(new Rule("increasing", List.of(column), null, null));
    }

    @Override
    public Graph.Rules strictlyIncreasing(String column) {
        return add(new Rule("strictly_increasing", List.of(column), null, null));
    }

    @Override
    public Graph.Rules foreignKey(String column, Table<?> table, String referenced) {
        tables.add(table.name());
        return add(new Rule(
                "foreign_key",
                List.of(column),
                null,
                null,
                List.of(referenced),
                table.name(),
                null,
                null,
                null,
                null,
                null));
    }

    @Override
    public Graph.Rules rowCount(long minimum, long maximum) {
        return add(new Rule("row_count", List.of(), (double) minimum, (double) maximum));
    }

    @Override
    public Graph.Rules fresh(Duration age) {
        return add(new Rule(Rule.FRESH, List.of(), null, (double) age.toSeconds()));
    }

    @Override
    public Graph.Rules fresh(Duration age, String parameter) {
        return add(new Rule(
                Rule.FRESH,
                List.of(),
                null,
                (double) age.toSeconds(),
                List.of(),
                null,
                parameter.startsWith("$") ? parameter : "$" + parameter,
                null,
                null,
                null,
                null));
    }

    @Override
    public Graph.Rules sql(String name, SqlText violations) {
        return add(new Rule("sql", List.of(), null, null, List.of(), null, violations.text(), name, null, null, null));
    }

    @Override
    public Graph.Rules warn() {
        return change("warn()", rule -> with(rule, Severity.WARN, rule.upToShare(), rule.upToRows()));
    }

    @Override
    public Graph.Rules upToShare(double share) {
        return change("upToShare()", rule -> with(rule, rule.severity(), share, rule.upToRows()));
    }

    @Override
    public Graph.Rules upToRows(long rows) {
        return change("upToRows()", rule -> with(rule, rule.severity(), rule.upToShare(), rows));
    }

    private static Rule with(
            Rule rule, @Nullable Severity severity, @Nullable Double upToShare, @Nullable Long upToRows) {
        return new Rule(
                rule.rule(),
                rule.columns(),
                rule.minimum(),
                rule.maximum(),
                rule.values(),
                rule.table(),
                rule.text(),
                rule.label(),
                severity,
                upToShare,
                upToRows);
    }

    private Graph.Rules add(Rule rule) {
        rules.add(rule);
        return this;
    }

    private Graph.Rules change(String word, UnaryOperator<Rule> change) {
        if (rules.isEmpty()) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID, word + " is said of the rule before it: put it after a rule");
        }
        rules.add(change.apply(rules.removeLast()));
        return this;
    }

    private static @Nullable Double bound(double value, double none) {
        return value == none ? null : Double.valueOf(value);
    }
}
