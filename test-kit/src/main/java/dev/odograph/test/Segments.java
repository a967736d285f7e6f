package dev.odograph.test;

import dev.odograph.spec.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows by the segment that they belong to. */
final class Segments {
    private Segments() {}

    static Map<String, TestTable> of(TestTable table) {
        int at = Cells.index(table.schema(), TableSchema.SEGMENT_ID);
        Map<String, List<List<@Nullable Object>>> rows = new TreeMap<>();
        for (List<@Nullable Object> row : table.rows()) {
            String id = String.valueOf(row.get(at));
            List<List<@Nullable Object>> own = rows.get(id);
            if (own == null) {
                own = new ArrayList<>();
                rows.put(id, own);
            }
            own.add(row);
        }
        Map<String, TestTable> tables = new TreeMap<>();
        for (Map.Entry<String, List<List<@Nullable Object>>> segment : rows.entrySet()) {
            tables.put(segment.getKey(), new TestTable(table.schema(), List.of(), segment.getValue()));
        }
        return tables;
    }
}
