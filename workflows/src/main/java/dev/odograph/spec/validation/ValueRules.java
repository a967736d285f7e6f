package dev.odograph.spec.validation;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.StepSpec.Check;
import dev.odograph.spec.StepSpec.Check.Rule;
import dev.odograph.spec.TableSchema;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Rules about values and numbers of rows: bounds that are not empty, values and patterns that fit the column. */
final class ValueRules {
    private static final Set<ColumnType> NUMBERS = Set.of(ColumnType.INT32, ColumnType.INT64, ColumnType.FLOAT64);
    private static final Pattern BEYOND_RE2 = Pattern.compile("\\(\\?(?:[=!]|<[=!]|>)|\\\\[1-9]|[*+?}]\\+");
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

    private ValueRules() {}

    static void range(Check check, Rule rule, List<ColumnSpec> columns, Problems problems) {
        for (ColumnSpec column : columns) {
            if (!NUMBERS.contains(column.type())) {
                problems.step(
                        check,
                        "rule range is about column \"" + column.name() + "\", which is " + column.type()
                                + ": only numbers have a range");
            }
        }
        bounds(check, rule, problems);
    }

    private static void bounds(Check check, Rule rule, Problems problems) {
        Double minimum = rule.minimum();
        Double maximum = rule.maximum();
        String word = rule.rule();
        if (minimum == null && maximum == null) {
            problems.step(check, "rule " + word + " has no bound: give a minimum, a maximum or both");
        } else if ((minimum != null && minimum.isNaN()) || (maximum != null && maximum.isNaN())) {
            problems.step(check, "rule " + word + " has a bound that is NaN: give a number");
        } else if (minimum != null && maximum != null && minimum > maximum) {
            problems.step(
                    check, "rule " + word + " from " + minimum + " to " + maximum + " is empty: exchange the bounds");
        }
    }

    static void rowCount(Check check, Rule rule, Problems problems) {
        bounds(check, rule, problems);
        Double minimum = rule.minimum();
        if (minimum != null && minimum < 0) {
            problems.step(check, "rule row_count has the minimum " + minimum + ": a segment has 0 rows at least");
        }
    }

    static void allowed(Check check, Rule rule, List<ColumnSpec> columns, Problems problems) {
        if (rule.values().isEmpty()) {
            problems.step(check, "rule " + rule.shown() + " allows no value: name those that may be");
        }
        for (ColumnSpec column : columns) {
            boolean whole = column.type() == ColumnType.INT32 || column.type() == ColumnType.INT64;
            boolean truth = column.type() == ColumnType.BOOL;
            if (!whole && !truth && column.type() != ColumnType.STRING) {
                problems.step(
                        check,
                        "rule allowed is about column \"" + column.name() + "\", which is " + column.type()
                                + ": only texts, whole numbers and truth values have allowed values, use range");
            }
            for (String value : rule.values()) {
                if ((whole && !WHOLE.matcher(value).matches())
                        || (truth && !value.equals("true") && !value.equals("false"))) {
                    problems.step(
                            check,
                            "rule " + rule.shown() + " allows \"" + value + "\", which no " + column.type()
                                    + " is: correct the value");
                }
            }
        }
    }

    static void matches(Check check, Rule rule, List<ColumnSpec> columns, Problems problems) {
        for (ColumnSpec column : columns) {
            if (column.type() != ColumnType.STRING) {
                problems.step(
                        check,
                        "rule matches is about column \"" + column.name() + "\", which is " + column.type()
                                + ": only texts have a pattern");
            }
        }
        String pattern = rule.text() == null ? "" : rule.text();
        try {
            if (pattern.isEmpty()) {
                problems.step(check, "rule " + rule.shown() + " has no pattern: give a regular expression");
            } else if (BEYOND_RE2.matcher(Pattern.compile(pattern).pattern()).find()) {
                problems.step(
                        check,
                        "rule " + rule.shown() + ": the pattern " + pattern
                                + " looks around, refers back or is possessive, which the engine's do not: write it"
                                + " without");
            }
        } catch (PatternSyntaxException e) {
            problems.step(
                    check,
                    "rule " + rule.shown() + ": the pattern " + pattern + " is no regular expression ("
                            + e.getDescription() + "): correct it");
        }
    }

    static void increasing(Check check, Rule rule, List<ColumnSpec> columns, Problems problems) {
        for (ColumnSpec column : columns) {
            if (!NUMBERS.contains(column.type()) && column.type() != ColumnType.TIMESTAMP) {
                problems.step(
                        check,
                        "rule " + rule.rule() + " is about column \"" + column.name() + "\", which is " + column.type()
                                + ": only numbers and timestamps increase");
            }
        }
        boolean ordered =
                check.output().keys().stream().anyMatch(key -> !key.name().equals(TableSchema.SEGMENT_ID));
        if (!ordered) {
            problems.step(
                    check,
                    "rule " + rule.shown() + " needs an order of the rows within a segment: mark what orders them with"
                            + " @Key");
        }
    }
}
