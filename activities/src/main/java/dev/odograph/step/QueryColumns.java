package dev.odograph.step;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Compares a query's result columns with the declared ones; conversions that lose nothing are made silently. */
final class QueryColumns {
    private static final Pattern WHOLE = Pattern.compile("(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT))|BIGNUM");
    private static final Pattern NUMBER = Pattern.compile(WHOLE.pattern() + "|FLOAT|DOUBLE|DECIMAL\\(.*");
    private static final Pattern INSTANT = Pattern.compile("TIMESTAMP( WITH TIME ZONE|_S|_MS|_NS|)|DATE");
    private static final Pattern TEXT = Pattern.compile("VARCHAR|ENUM\\(.*|UUID");

    private QueryColumns() {}

    /**
     * What is wrong with a result's columns.
     *
     * @param described rows of DESCRIBE: name and type first
     */
    static List<String> problems(List<List<String>> described, TableSchema schema) {
        Map<String, String> given = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (List<String> row : described) {
            if (given.put(row.get(0), row.get(1)) != null) {
                problems.add("it puts out column \"" + row.get(0) + "\" twice: rename one with AS");
            }
        }
        for (ColumnSpec column : schema.columns()) {
            String type = given.remove(column.name());
            if (type == null) {
                problems.add("column \"" + column.name() + "\" ("
                        + column.type().duckdb()
                        + ") is missing from its result: select it, or rename an expression with AS " + column.name());
            } else if (!converts(type, column.type())) {
                problems.add("column \"" + column.name() + "\" is " + type + ", but "
                        + column.type().duckdb() + " is declared: write CAST(… AS "
                        + column.type().duckdb() + "), or change the record's component");
            }
        }
        given.forEach((name, type) -> problems.add("it puts out column \"" + name + "\" (" + type
                + "), which the record does not declare: drop it, or add a component to the record"));
        return problems;
    }

    private static boolean converts(String type, ColumnType to) {
        if ("\"NULL\"".equals(type)) {
            return true;
        }
        return switch (to) {
            case BOOL -> "BOOLEAN".equals(type);
            case INT32, INT64 -> WHOLE.matcher(type).matches();
            case FLOAT64 -> NUMBER.matcher(type).matches();
            case STRING -> TEXT.matcher(type).matches();
            case TIMESTAMP -> INSTANT.matcher(type).matches();
        };
    }
}
