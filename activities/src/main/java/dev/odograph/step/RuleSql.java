package dev.odograph.step;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.StepSpec.Check.Rule;
import dev.odograph.spec.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The queries of a check. Rules about single rows share one pass of aggregates; others have one of their own. */
final class RuleSql {
    /** Rows of a segment that are shown. */
    static final int SAMPLES = 5;

    private static final String BEFORE = "before ";

    private final TableSchema schema;
    private final boolean bySegment;

    /**
     * @param bySegment whether rules are about the rows of one segment; otherwise about all rows
     */
    RuleSql(StepSpec.Check step, boolean bySegment) {
        this.schema = step.output();
        this.bySegment = bySegment;
    }

    /** Whether it can be told of a row by itself and the one before it. */
    static boolean ofRow(Rule rule) {
        return switch (rule.rule()) {
            case "not_null", "range", "allowed", "matches", "increasing", "strictly_increasing" -> true;
            default -> false;
        };
    }

    /** The key and the columns of rules. */
    List<ColumnSpec> columns(List<Rule> rules) {
        Set<ColumnSpec> columns = new LinkedHashSet<>(schema.keys());
        rules.forEach(rule -> rule.columns().forEach(name -> columns.add(column(name))));
        return columns.isEmpty() ? schema.columns().subList(0, 1) : List.copyOf(columns);
    }

    private ColumnSpec column(String name) {
        return schema.column(name).orElseThrow(() -> new IllegalStateException("no column " + name));
    }

    /** By segment: number of rows, then for each rule the number of those that break it. */
    String counts(String from, List<Rule> rules) {
        String filters = rules.stream()
                .map(rule -> ", count(*) FILTER (WHERE " + broken(rule) + ")")
                .collect(Collectors.joining());
        return "SELECT " + segment() + ", count(*)" + filters + " FROM (" + withBefore(from, rules) + ") GROUP BY 1";
    }

    /** By segment: number of rows that repeat an earlier one in all columns of the rule. */
    String repeatedCounts(String from, Rule rule) {
        String columns = names(rule);
        return "SELECT segment, sum(places - 1) FROM (SELECT " + segment() + " AS segment, count(*) AS places FROM ("
                + from + ") GROUP BY " + (bySegment ? Sql.name(TableSchema.SEGMENT_ID) + ", " : "") + columns
                + " HAVING count(*) > 1) GROUP BY 1";
    }

    /** By segment: number of rows of a query. */
    String counts(String rows) {
        return "SELECT " + segment() + ", count(*) FROM (" + rows + ") GROUP BY 1";
    }

    /** The rows that break a rule about rows. */
    String brokenRows(String from, Rule rule) {
        return "SELECT * FROM (" + withBefore(from, List.of(rule)) + ") WHERE " + broken(rule);
    }

    /** The rows that repeat an earlier one. */
    String repeatedRows(String from, Rule rule) {
        return "SELECT * FROM (" + from + ") QUALIFY row_number() OVER (PARTITION BY "
                + (bySegment ? Sql.name(TableSchema.SEGMENT_ID) + ", " : "") + names(rule) + order() + ") > 1";
    }

    /** The rows whose value is in no row of the other table. */
    String orphans(String from, String other, Rule rule, TableSchema otherSchema) {
        List<String> same = new ArrayList<>();
        List<String> present = new ArrayList<>();
        if (bySegment && otherSchema.column(TableSchema.SEGMENT_ID).isPresent()) {
            String id = Sql.name(TableSchema.SEGMENT_ID);
            same.add("there." + id + " = here." + id);
        }
        for (int i = 0; i < rule.columns().size(); i++) {
            String own = "here." + Sql.name(rule.columns().get(i));
            same.add("there." + Sql.name(rule.values().get(i)) + " = " + own);
            present.add(own + " IS NOT NULL");
        }
        return "SELECT here.* FROM (" + from + ") AS here WHERE " + String.join(" AND ", present)
                + " AND NOT EXISTS (SELECT 1 FROM (" + other + ") AS there WHERE " + String.join(" AND ", same) + ")";
    }

    /** Segment, key and value of the first rows of each segment, in order. */
    String samples(String rows, Rule rule) {
        String value = value(rule);
        return "SELECT " + segment() + ", " + key() + ", " + value + " FROM (" + rows + ") AS broken"
                + " QUALIFY row_number() OVER (PARTITION BY " + segment() + order() + ") <= " + SAMPLES
                + orderBy();
    }

    private String segment() {
        return bySegment ? Sql.name(TableSchema.SEGMENT_ID) : "''";
    }

    private String key() {
        String key = schema.keys().stream()
                .map(column -> Sql.text(column.name() + " = ") + " || " + Sql.name(column.name()))
                .collect(Collectors.joining(" || ', ' || "));
        return key.isEmpty() ? "''" : key;
    }

    private String order() {
        return schema.keys().isEmpty() ? "" : " ORDER BY " + Sql.names(schema.keys());
    }

    private String orderBy() {
        return Sql.orderByKey(schema);
    }

    private static String value(Rule rule) {
        if (rule.rule().equals("sql")) {
            return "CAST(broken AS VARCHAR)";
        }
        String values = rule.columns().stream()
                .map(name -> "coalesce(CAST(" + Sql.name(name) + " AS VARCHAR), 'null')")
                .collect(Collectors.joining(" || ', ' || "));
        return rule.rule().endsWith("increasing")
                ? values + " || ' after ' || "
                        + Sql.name(BEFORE + rule.columns().getFirst())
                : values;
    }

    /** The rows, each with the values before it in its segment that the rules compare with. */
    private String withBefore(String from, List<Rule> rules) {
        Set<String> names = new LinkedHashSet<>();
        rules.stream().filter(rule -> rule.rule().endsWith("increasing")).forEach(rule -> names.addAll(rule.columns()));
        if (names.isEmpty()) {
            return from;
        }
        // A series are the rows that are equal in all keys but the last, which orders them.
        List<ColumnSpec> series = schema.keys().isEmpty()
                ? List.of()
                : schema.keys().subList(0, schema.keys().size() - 1);
        StringBuilder columns = new StringBuilder();
        for (String name : names) {
            String before;
            if (column(name).nullable()) {
                String within = (series.isEmpty() ? "" : "PARTITION BY " + Sql.names(series)) + order();
                before = "lag(" + Sql.name(name) + " IGNORE NULLS) OVER (" + within + ")";
            } else {
                // Rows come in order of the key: no sort.
                String lag = "lag(" + Sql.name(name) + ") OVER ()";
                String same = series.stream()
                        .map(key -> "lag(" + Sql.name(key.name()) + ") OVER () = " + Sql.name(key.name()))
                        .collect(Collectors.joining(" AND "));
                before = same.isEmpty() ? lag : "CASE WHEN " + same + " THEN " + lag + " END";
            }
            columns.append(", " + before + " AS " + Sql.name(BEFORE + name));
        }
        return "SELECT *" + columns + " FROM (" + from + ")";
    }

    /** True of a row that breaks a rule; never null. */
    private String broken(Rule rule) {
        return "coalesce("
                + rule.columns().stream().map(name -> broken(rule, name)).collect(Collectors.joining(" OR "))
                + ", false)";
    }

    private String broken(Rule rule, String column) {
        String name = Sql.name(column);
        return switch (rule.rule()) {
            case "not_null" -> name + " IS NULL";
            case "range" -> outside(rule, name);
            case "allowed" -> name + " NOT IN " + allowed(rule, column(column).type());
            case "matches" -> "NOT regexp_full_match(" + name + ", " + Sql.text(String.valueOf(rule.text())) + ")";
            case "increasing" -> name + " < " + Sql.name(BEFORE + column);
            case "strictly_increasing" -> name + " <= " + Sql.name(BEFORE + column);
            default -> throw new IllegalStateException(rule.rule() + " is not about single rows");
        };
    }

    private static String outside(Rule rule, String name) {
        List<String> bounds = new ArrayList<>();
        bounds.add("isnan(CAST(" + name + " AS DOUBLE))");
        Double minimum = rule.minimum();
        Double maximum = rule.maximum();
        if (minimum != null) {
            bounds.add(name + " < " + Sql.literal(minimum));
        }
        if (maximum != null) {
            bounds.add(name + " > " + Sql.literal(maximum));
        }
        return "(" + String.join(" OR ", bounds) + ")";
    }

    private static String allowed(Rule rule, ColumnType type) {
        return rule.values().stream()
                .map(value -> "CAST(" + Sql.text(value) + " AS " + type.duckdb() + ")")
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String names(Rule rule) {
        return rule.columns().stream().map(Sql::name).collect(Collectors.joining(", "));
    }
}
