package dev.odograph.step;

import com.fasterxml.jackson.databind.JsonNode;
import dev.odograph.spec.validation.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Units of expressions: columns have theirs; sums, differences and comparisons want equal ones; products and quotients make
 * new ones. A plain number takes the unit of what it is added to or compared with; a value multiplied by one may have been
 * converted, so its unit is not known.
 */
final class SqlUnitExpressions {
    private static final Set<String> KEEP_FIRST = Set.of(
            "min",
            "max",
            "sum",
            "avg",
            "mean",
            "abs",
            "median",
            "mode",
            "any_value",
            "first",
            "last",
            "first_value",
            "last_value",
            "nth_value",
            "lag",
            "lead",
            "round",
            "floor",
            "ceil",
            "ceiling",
            "trunc",
            "fsum",
            "kahan_sum",
            "stddev",
            "stddev_samp",
            "stddev_pop",
            "quantile_cont",
            "quantile_disc",
            "min_by",
            "max_by");
    private static final Set<String> WANT_EQUAL = Set.of("greatest", "least", "ifnull", "nullif");

    private final Map<String, String> parameters;
    private final BiConsumer<JsonNode, Map<String, SqlUnits.Columns>> subquery;
    private final List<String> problems;

    SqlUnitExpressions(
            Map<String, String> parameters,
            BiConsumer<JsonNode, Map<String, SqlUnits.Columns>> subquery,
            List<String> problems) {
        this.parameters = parameters;
        this.subquery = subquery;
        this.problems = problems;
    }

    /** Looks at an expression whose own unit does not matter. */
    void look(JsonNode node, SqlUnitScope scope) {
        var _ = unit(node, scope);
    }

    /** The unit of an expression; null where it is not known, or a plain number. */
    @Nullable
    SqlUnit unit(JsonNode node, SqlUnitScope scope) {
        return switch (node.path("class").asText()) {
            case "COLUMN_REF" -> column(node, scope);
            case "PARAMETER" -> parameter(node);
            case "CAST" -> unit(node.path("child"), scope);
            case "FUNCTION" -> function(node, scope);
            case "WINDOW" -> {
                look(node.path("filter_expr"), scope);
                yield function(node, scope);
            }
            case "COMPARISON" -> {
                equal("compares", List.of(node.path("left"), node.path("right")), scope);
                yield null;
            }
            case "BETWEEN" -> {
                equal("compares", List.of(node.path("input"), node.path("lower"), node.path("upper")), scope);
                yield null;
            }
            case "CASE" -> choice(node, scope);
            case "OPERATOR" -> operator(node, scope);
            case "CONJUNCTION" -> {
                node.path("children").forEach(child -> look(child, scope));
                yield null;
            }
            case "SUBQUERY" -> {
                subquery.accept(node.path("subquery").path("node"), scope.known());
                yield null;
            }
            default -> null;
        };
    }

    private static @Nullable SqlUnit column(JsonNode node, SqlUnitScope scope) {
        List<String> names = new ArrayList<>();
        node.path("column_names").forEach(name -> names.add(name.asText()));
        SqlUnit unit = scope.find(names);
        return unit == null ? null : unit.named(String.join(".", names));
    }

    private @Nullable SqlUnit parameter(JsonNode node) {
        String name = node.path("identifier").asText();
        String unit = parameters.get(name);
        return unit == null ? null : new SqlUnit(unit, "$" + name, false);
    }

    private @Nullable SqlUnit function(JsonNode node, SqlUnitScope scope) {
        String name = SqlUnits.lower(node.path("function_name").asText());
        List<JsonNode> arguments = new ArrayList<>();
        node.path("arguments").forEach(argument -> arguments.add(argument.path("expression")));
        look(node.path("filter"), scope);
        if (arguments.isEmpty()) {
            return null;
        }
        if (name.equals("+") || name.equals("-")) {
            return equal(name.equals("+") ? "adds" : "subtracts", arguments, scope);
        }
        if (WANT_EQUAL.contains(name)) {
            return equal("mixes", arguments, scope);
        }
        List<@Nullable SqlUnit> units = new ArrayList<>();
        arguments.forEach(argument -> units.add(unit(argument, scope)));
        SqlUnit first = units.getFirst();
        if ((name.equals("*") || name.equals("/")) && units.size() == 2) {
            SqlUnit second = units.get(1);
            return first == null || second == null
                    ? null
                    : made(name, first, second).orElse(null);
        }
        return first != null && KEEP_FIRST.contains(name) ? first.named(name + "(" + first.shown() + ")") : null;
    }

    private static Optional<SqlUnit> made(String operator, SqlUnit first, SqlUnit second) {
        Optional<String> symbol = operator.equals("*")
                ? Units.times(first.symbol(), second.symbol())
                : Units.over(first.symbol(), second.symbol());
        return symbol.map(unit -> new SqlUnit(unit, first.shown() + " " + operator + " " + second.shown(), true));
    }

    private @Nullable SqlUnit operator(JsonNode node, SqlUnitScope scope) {
        List<JsonNode> children = new ArrayList<>();
        node.path("children").forEach(children::add);
        return switch (node.path("type").asText()) {
            case "OPERATOR_COALESCE" -> equal("mixes", children, scope);
            case "COMPARE_IN", "COMPARE_NOT_IN" -> {
                equal("compares", children, scope);
                yield null;
            }
            default -> {
                children.forEach(child -> look(child, scope));
                yield null;
            }
        };
    }

    private @Nullable SqlUnit choice(JsonNode node, SqlUnitScope scope) {
        List<JsonNode> results = new ArrayList<>();
        for (JsonNode check : node.path("case_checks")) {
            look(check.path("when_expr"), scope);
            results.add(check.path("then_expr"));
        }
        if (node.hasNonNull("else_expr")) {
            results.add(node.path("else_expr"));
        }
        return equal("mixes", results, scope);
    }

    /** Says where units differ. The result has the unit of all that are no plain numbers, if all of these have one. */
    private @Nullable SqlUnit equal(String verb, List<JsonNode> operands, SqlUnitScope scope) {
        SqlUnit common = null;
        boolean known = true;
        for (JsonNode operand : operands) {
            SqlUnit unit = unit(operand, scope);
            if (unit == null) {
                known &= operand.path("class").asText().equals("CONSTANT");
            } else if (common == null) {
                common = unit;
            } else if (common.differs(unit)) {
                problems.add("its SQL " + verb + " " + common.shown() + " (" + common.symbol() + ") and "
                        + unit.shown() + " (" + unit.symbol() + "): "
                        + unit.mend(common.symbol()));
                return null;
            }
        }
        return known ? common : null;
    }
}
