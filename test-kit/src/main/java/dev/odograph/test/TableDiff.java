package dev.odograph.test;

import dev.odograph.spec.ColumnSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What differs between two tables, in words. */
final class TableDiff {
    private TableDiff() {}

    static List<String> of(TestTable expected, TestTable actual, Tolerance tolerance) {
        List<String> columns = names(expected);
        if (!columns.equals(names(actual))) {
            return List.of("its columns are " + names(actual) + ", expected " + columns);
        }
        List<String> differences = new ArrayList<>();
        Map<String, List<@Nullable Object>> left = byKey(actual);
        byKey(expected).forEach((key, wanted) -> {
            List<@Nullable Object> given = left.remove(key);
            if (given == null) {
                differences.add(key + ": the row is missing; expected " + wanted);
                return;
            }
            for (int at = 0; at < columns.size(); at++) {
                if (!tolerance.same(wanted.get(at), given.get(at))) {
                    differences.add(key + ", column " + columns.get(at) + ": expected " + wanted.get(at) + ", is "
                            + given.get(at));
                }
            }
        });
        left.forEach((key, row) -> differences.add(key + ": the row is not expected; it is " + row));
        return differences;
    }

    private static List<String> names(TestTable table) {
        return table.schema().columns().stream().<String>map(ColumnSpec::name).toList();
    }

    private static Map<String, List<@Nullable Object>> byKey(TestTable table) {
        List<ColumnSpec> columns = table.schema().columns();
        boolean keyed = columns.stream().anyMatch(ColumnSpec::key);
        Map<String, List<@Nullable Object>> rows = new LinkedHashMap<>();
        for (List<@Nullable Object> row : table.rows()) {
            List<String> key = new ArrayList<>();
            for (int at = 0; at < columns.size(); at++) {
                if (columns.get(at).key()) {
                    key.add(columns.get(at).name() + " " + row.get(at));
                }
            }
            rows.put(keyed ? String.join(", ", key) : "row " + rows.size(), row);
        }
        return rows;
    }
}
