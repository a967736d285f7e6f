package dev.odograph.step;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An author's query, as DuckDB's parser sees it.
 *
 * @param sql the text with parameters replaced by literals
 * @param problems why it may not run; empty when it may
 * @param words every name and text in it, in lower case
 * @param allColumns whether it may read columns that it does not name
 */
record Query(String sql, List<String> problems, Set<String> words, boolean allColumns) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> TABLE_FUNCTIONS = Set.of("range", "generate_series", "unnest");
    private static final Set<String> READS_ALL = Set.of("STAR", "PIVOT", "SHOW_REF", "NATURAL");

    private static volatile @Nullable Set<String> volatileFunctions;

    Query {
        problems = List.copyOf(problems);
        words = Set.copyOf(words);
    }

    /**
     * Parses a query.
     *
     * @param inputs names of the tables that it may read
     * @param parameters values by name
     */
    static Query parse(DuckDb duckDb, String sql, Set<String> inputs, Map<String, Object> parameters)
            throws SQLException {
        JsonNode tree = tree(duckDb, sql);
        if (tree.path("error").asBoolean()) {
            return new Query(sql, List.of(refusal(tree)), Set.of(), true);
        }
        if (tree.path("statements").size() != 1) {
            return new Query(sql, List.of("it has more than one statement: keep one SELECT"), Set.of(), true);
        }
        Reading reading = new Reading(inputs, volatileFunctions(duckDb), parameters);
        reading.walk(tree);
        return new Query(
                reading.replaced(sql),
                reading.problems.stream().distinct().toList(),
                reading.words,
                reading.allColumns);
    }

    /** Whether the query may read this column of this table. */
    boolean reads(String table, String column) {
        return allColumns || words.contains(column.toLowerCase(Locale.ROOT)) || columnsAsRow(table);
    }

    private boolean columnsAsRow(String table) {
        return words.contains("row of " + table.toLowerCase(Locale.ROOT));
    }

    static JsonNode tree(DuckDb duckDb, String sql) throws SQLException {
        String json = duckDb.rows("SELECT json_serialize_sql(" + Sql.text(sql) + ")")
                .getFirst()
                .getFirst();
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new SQLException("DuckDB's parser gave no JSON", e);
        }
    }

    private static String refusal(JsonNode tree) {
        if ("not implemented".equals(tree.path("error_type").asText())) {
            return "it is not a SELECT: keep one SELECT statement";
        }
        String message = tree.path("error_message").asText();
        JsonNode position = tree.path("position");
        return "it does not parse: " + message
                + (position.isMissingNode() ? "" : " (at character " + position.asText() + ")");
    }

    /** The same in every engine of this process, and slow to list. */
    private static Set<String> volatileFunctions(DuckDb duckDb) throws SQLException {
        Set<String> known = volatileFunctions;
        if (known == null) {
            known = Set.copyOf(listVolatileFunctions(duckDb));
            volatileFunctions = known;
        }
        return known;
    }

    private static Set<String> listVolatileFunctions(DuckDb duckDb) throws SQLException {
        Set<String> names = new HashSet<>(Set.of("today", "transaction_timestamp", "get_current_timestamp"));
        duckDb.rows("SELECT DISTINCT function_name FROM duckdb_functions()"
                        + " WHERE stability IN ('VOLATILE', 'CONSISTENT_WITHIN_QUERY')")
                .forEach(row -> names.add(row.getFirst()));
        names.remove("error");
        return names;
    }

    /** One walk over the parser's tree. */
    private static final class Reading {
        private final Set<String> inputs;
        private final Set<String> volatileFunctions;
        private final Map<String, Object> parameters;
        private final List<String> problems = new ArrayList<>();
        private final Set<String> words = new TreeSet<>();
        private final Set<String> common = new HashSet<>();
        private final List<JsonNode> references = new ArrayList<>();
        private boolean allColumns;

        Reading(Set<String> inputs, Set<String> volatileFunctions, Map<String, Object> parameters) {
            this.inputs = inputs;
            this.volatileFunctions = volatileFunctions;
            this.parameters = parameters;
        }

        void walk(JsonNode node) {
            if (node.isTextual()) {
                words.add(node.asText().toLowerCase(Locale.ROOT));
            }
            if (node.isObject()) {
                look(node);
            }
            node.forEach(this::walk);
        }

        private void look(JsonNode node) {
            String type = node.path("type").asText();
            allColumns |= READS_ALL.contains(type)
                    || READS_ALL.contains(node.path("class").asText())
                    || READS_ALL.contains(node.path("ref_type").asText());
            node.path("cte_map").path("map").forEach(entry -> common.add(lower(entry.path("key"))));
            switch (type) {
                case "BASE_TABLE" -> table(node);
                case "TABLE_FUNCTION" -> tableFunction(node.path("function"));
                case "VALUE_PARAMETER" -> references.add(node);
                case "COLUMN_REF" -> {
                    JsonNode names = node.path("column_names");
                    if (names.size() == 1) {
                        words.add("row of " + lower(names.get(0)));
                    }
                }
                default -> {}
            }
            String function = lower(node.path("function_name"));
            if (volatileFunctions.contains(function)) {
                problems.add("it calls " + function
                        + "(), which gives something else each time: pass a parameter, or compute it from columns");
            }
            if (node.hasNonNull("sample")) {
                problems.add("it takes a sample, which differs each time: filter by a hash of the key");
            }
        }

        private void table(JsonNode node) {
            String name = lower(node.path("table_name"));
            boolean plain = node.path("schema_name").asText().isEmpty()
                    && node.path("catalog_name").asText().isEmpty();
            boolean known = inputs.stream().anyMatch(name::equalsIgnoreCase);
            if (!plain || !(known || common.contains(name))) {
                problems.add("it reads table \"" + node.path("table_name").asText()
                        + "\", which is no input of the step: declare it as an input; inputs are "
                        + String.join(", ", new TreeSet<>(inputs)));
            }
        }

        private void tableFunction(JsonNode function) {
            String name = lower(function.path("function_name"));
            if (!TABLE_FUNCTIONS.contains(name)) {
                problems.add("it calls table function " + name
                        + "(), but a step reads its inputs only: declare what it needs as an input");
            }
        }

        /** The text with each {@code $name} replaced; positions are bytes of UTF-8. */
        String replaced(String sql) {
            byte[] text = sql.getBytes(UTF_8);
            StringBuilder result = new StringBuilder();
            int end = text.length;
            for (JsonNode reference : references.stream()
                    .sorted(Comparator.comparingInt(
                                    (JsonNode r) -> r.path("query_location").asInt())
                            .reversed())
                    .toList()) {
                String name = reference.path("identifier").asText();
                Object value = parameters.get(name);
                if (value == null) {
                    problems.add("it names parameter $" + name + ", which the graph does not declare: declared are "
                            + String.join(", ", new TreeSet<>(parameters.keySet())));
                    value = "";
                }
                int at = reference.path("query_location").asInt();
                int after = at + reference.path("query_location_length").asInt();
                result.insert(0, Sql.literal(value) + new String(text, after, end - after, UTF_8));
                end = at;
            }
            return new String(text, 0, end, UTF_8) + result;
        }

        private static String lower(JsonNode node) {
            return node.asText().toLowerCase(Locale.ROOT);
        }
    }
}
