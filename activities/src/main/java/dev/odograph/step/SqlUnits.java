package dev.odograph.step;

import com.fasterxml.jackson.databind.JsonNode;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows units through a query as DuckDB's parser sees it: from the inputs' columns through joins, subqueries and
 * common tables to the columns that come out. Where it does not understand, it has no verdict.
 */
final class SqlUnits {
    private final SqlUnitExpressions expressions;
    private final List<String> problems = new ArrayList<>();

    private SqlUnits(Map<String, String> parameters) {
        this.expressions = new SqlUnitExpressions(parameters, this::nested, problems);
    }

    /**
     * What is wrong with the units of a query that binds.
     *
     * @param tree the parser's tree of one statement
     * @param inputs schemas of the tables that it may read
     * @param parameters units of the parameters that have one
     * @param output the declared columns
     */
    static List<String> problems(
            JsonNode tree, Map<String, TableSchema> inputs, Map<String, String> parameters, TableSchema output) {
        SqlUnits units = new SqlUnits(parameters);
        Map<String, Columns> tables = new HashMap<>();
        inputs.forEach((name, schema) -> tables.put(lower(name), Columns.of(name, schema)));
        Columns result = units.query(tree.path("statements").path(0).path("node"), tables);
        for (ColumnSpec column : output.columns()) {
            SqlUnit unit = result.find(column.name());
            if (column.unit() != null && unit != null && unit.differs(column.unit())) {
                units.problems.add("its SQL puts out column \"" + column.name() + "\" in " + unit.symbol()
                        + (unit.shown().equals(column.name()) ? "" : " (" + unit.shown() + ")")
                        + ", but it is declared in " + column.unit() + ": "
                        + unit.mend(column.unit()));
            }
        }
        return units.problems.stream().distinct().toList();
    }

    /**
     * The columns of a table with their units, null where one is not known.
     *
     * @param units by name in lower case
     * @param whole whether these are all its columns
     */
    record Columns(Map<String, @Nullable SqlUnit> units, boolean whole) {
        static final Columns UNKNOWN = new Columns(Map.of(), false);

        static Columns of(String table, TableSchema schema) {
            Map<String, @Nullable SqlUnit> units = new LinkedHashMap<>();
            for (ColumnSpec column : schema.columns()) {
                String unit = column.unit();
                units.put(
                        lower(column.name()),
                        unit == null ? null : new SqlUnit(unit, table + "." + column.name(), false));
            }
            return new Columns(units, true);
        }

        @Nullable
        SqlUnit find(String column) {
            return units.get(lower(column));
        }
    }

    private void nested(JsonNode node, Map<String, Columns> tables) {
        var _ = query(node, tables);
    }

    private Columns query(JsonNode node, Map<String, Columns> outer) {
        Map<String, Columns> tables = new HashMap<>(outer);
        for (JsonNode common : node.path("cte_map").path("map")) {
            JsonNode value = common.path("value");
            JsonNode body = value.has("query_node")
                    ? value.path("query_node")
                    : value.path("query").path("node");
            Columns columns = value.path("aliases").isEmpty() ? query(body, tables) : Columns.UNKNOWN;
            tables.put(lower(common.path("key").asText()), columns);
        }
        return switch (node.path("type").asText()) {
            case "SELECT_NODE" -> select(node, tables);
            case "SET_OPERATION_NODE" -> {
                nested(node.path("right"), tables);
                nested(node.path("left"), tables);
                yield Columns.UNKNOWN;
            }
            default -> Columns.UNKNOWN;
        };
    }

    private Columns select(JsonNode node, Map<String, Columns> tables) {
        SqlUnitScope scope = new SqlUnitScope(tables);
        from(node.path("from_table"), tables, scope);
        Map<String, @Nullable SqlUnit> columns = new LinkedHashMap<>();
        boolean whole = true;
        for (JsonNode item : node.path("select_list")) {
            if (item.path("class").asText().equals("STAR")) {
                boolean plain = item.path("replace_list").isEmpty()
                        && item.path("rename_list").isEmpty()
                        && item.path("exclude_list").isEmpty()
                        && item.path("qualified_exclude_list").isEmpty()
                        && item.path("relation_name").asText().isEmpty()
                        && !item.path("columns").asBoolean();
                whole &= plain;
                if (plain) {
                    whole &= scope.all(columns);
                }
                continue;
            }
            SqlUnit unit = expressions.unit(item, scope);
            String alias = item.path("alias").asText();
            JsonNode names = item.path("column_names");
            String name = alias.isEmpty() && !names.isEmpty()
                    ? names.get(names.size() - 1).asText()
                    : alias;
            if (!name.isEmpty()) {
                columns.put(lower(name), unit);
            }
        }
        for (String clause : List.of("where_clause", "having", "qualify")) {
            expressions.look(node.path(clause), scope);
        }
        return new Columns(columns, whole);
    }

    private void from(JsonNode table, Map<String, Columns> tables, SqlUnitScope scope) {
        String alias = table.path("alias").asText();
        boolean renamed = !table.path("column_name_alias").isEmpty();
        switch (table.path("type").asText()) {
            case "BASE_TABLE" -> {
                String name = table.path("table_name").asText();
                Columns columns = tables.getOrDefault(lower(name), Columns.UNKNOWN);
                scope.add(alias.isEmpty() ? name : alias, renamed ? Columns.UNKNOWN : columns);
            }
            case "SUBQUERY" -> {
                Columns columns = query(table.path("subquery").path("node"), tables);
                scope.add(alias, renamed ? Columns.UNKNOWN : columns);
            }
            case "JOIN" -> {
                from(table.path("left"), tables, scope);
                from(table.path("right"), tables, scope);
                expressions.look(table.path("condition"), scope);
            }
            case "EMPTY" -> {}
            default -> scope.add(alias, Columns.UNKNOWN);
        }
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
