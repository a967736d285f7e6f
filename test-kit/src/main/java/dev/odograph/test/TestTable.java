package dev.odograph.test;

import static java.util.Objects.requireNonNull;

import dev.odograph.graph.RecordSchema;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.TableSchema;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AssertionFailureBuilder;

/**
 * A small table in memory: what a test feeds to a step, and what comes out. Immutable.
 *
 * <pre>{@code
 * TestTable samples = TestTable.of(Sample.class, "position", "t_ms", "speed_mps")
 *         .row(1, 0, 20.0)
 *         .row(1, 100, 30.0);
 * }</pre>
 */
public final class TestTable {
    /** The segment of rows that do not say another. */
    public static final String SEGMENT = "segment";

    private final TableSchema schema;
    private final List<String> given;
    private final List<List<@Nullable Object>> rows;

    TestTable(TableSchema schema, List<String> given, List<List<@Nullable Object>> rows) {
        this.schema = requireNonNull(schema, "schema is null");
        this.given = given;
        this.rows = rows;
    }

    /**
     * An empty table of a record's columns, to be filled by {@link #row}.
     *
     * @param columns the columns that rows will give, in their order; the others are null where they may be, else 0,
     *     false, empty or {@value #SEGMENT}
     * @throws IllegalArgumentException where the record has no such column
     */
    public static TestTable of(Class<? extends Record> record, String... columns) {
        TableSchema schema = RecordSchema.of(record).schema();
        for (String column : columns) {
            Cells.index(schema, column);
        }
        return new TestTable(schema, List.of(columns), List.of());
    }

    /** A table of these records. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <R extends Record> TestTable records(Class<R> record, R... records) {
        TestTable table = new TestTable(RecordSchema.of(record).schema(), List.of(), List.of());
        for (R one : records) {
            List<@Nullable Object> row = new ArrayList<>();
            for (RecordComponent component : record.getRecordComponents()) {
                row.add(Cells.component(component, one));
            }
            table = table.with(row);
        }
        return table;
    }

    /** This table and one more row. Numbers are converted to the column's type. */
    public TestTable row(@Nullable Object... values) {
        if (values.length != given.size()) {
            throw new IllegalArgumentException("a row gives " + values.length + " values for " + given.size()
                    + " columns " + given + ": give one for each");
        }
        List<@Nullable Object> row = new ArrayList<>();
        for (ColumnSpec column : schema.columns()) {
            int at = given.indexOf(column.name());
            row.add(at < 0 ? Cells.absent(column) : Cells.converted(column, values[at]));
        }
        return with(row);
    }

    private TestTable with(List<@Nullable Object> row) {
        List<List<@Nullable Object>> all = new ArrayList<>(rows);
        all.add(Collections.unmodifiableList(row));
        return new TestTable(schema, given, all);
    }

    /** The columns. */
    public TableSchema schema() {
        return schema;
    }

    /** How many rows there are. */
    public int size() {
        return rows.size();
    }

    List<List<@Nullable Object>> rows() {
        return rows;
    }

    /**
     * Values of a column in the order of the rows: Boolean, Integer, Long, Double, String, {@link Instant} or null.
     *
     * @throws IllegalArgumentException where there is no such column
     */
    public List<@Nullable Object> column(String name) {
        int at = Cells.index(schema, name);
        List<@Nullable Object> values = new ArrayList<>();
        rows.forEach(row -> values.add(row.get(at)));
        return values;
    }

    /** The same rows in the order of their key, as steps see them. */
    public TestTable sorted() {
        List<Integer> keys = IntStream.range(0, schema.columns().size())
                .filter(at -> schema.columns().get(at).key())
                .boxed()
                .toList();
        Comparator<List<@Nullable Object>> order = (a, b) -> {
            for (int key : keys) {
                int compared = Cells.compare(a.get(key), b.get(key));
                if (compared != 0) {
                    return compared;
                }
            }
            return 0;
        };
        return new TestTable(schema, given, rows.stream().sorted(order).toList());
    }

    /**
     * Asserts the values of a column, in the order of the rows.
     *
     * @param tolerance how far numbers may be from those expected
     * @throws AssertionError naming each row that differs
     */
    public TestTable hasColumn(String name, @Nullable Tolerance tolerance, @Nullable Object @Nullable ... expected) {
        if (tolerance == null) {
            // A first value that is null: Java takes this method for it.
            List<@Nullable Object> values = new ArrayList<>();
            values.add(null);
            Collections.addAll(values, expected == null ? new @Nullable Object[] {null} : expected);
            return hasValues(name, Tolerance.EXACT, values.toArray());
        }
        return hasValues(name, tolerance, expected == null ? new @Nullable Object[] {null} : expected);
    }

    private TestTable hasValues(String name, Tolerance tolerance, @Nullable Object... expected) {
        ColumnSpec column = schema.columns().get(Cells.index(schema, name));
        List<@Nullable Object> wanted = new ArrayList<>();
        for (Object value : expected) {
            wanted.add(Cells.converted(column, value));
        }
        List<@Nullable Object> actual = column(name);
        List<String> differences = new ArrayList<>();
        for (int row = 0; row < Math.max(actual.size(), wanted.size()); row++) {
            if (row >= actual.size()) {
                differences.add("row " + row + " is missing: expected " + wanted.get(row));
            } else if (row >= wanted.size()) {
                differences.add("row " + row + " is too many: it is " + actual.get(row));
            } else if (!tolerance.same(wanted.get(row), actual.get(row))) {
                differences.add("row " + row + ": expected " + wanted.get(row) + ", is " + actual.get(row));
            }
        }
        fail("column \"" + name + "\"", differences, wanted, actual);
        return this;
    }

    /** Asserts the values of a column exactly. */
    public TestTable hasColumn(String name, @Nullable Object... expected) {
        return hasValues(name, Tolerance.EXACT, expected);
    }

    /**
     * Asserts that both tables have the same rows, matched by key.
     *
     * @throws AssertionError naming the key, the column and both values of what differs
     */
    public TestTable isEqualTo(TestTable expected, Tolerance tolerance) {
        fail("the table", TableDiff.of(expected, this, tolerance), expected, this);
        return this;
    }

    private static void fail(String what, List<String> differences, Object expected, Object actual) {
        if (!differences.isEmpty()) {
            int shown = Math.min(20, differences.size());
            String more = differences.size() > shown ? "\n  and " + (differences.size() - shown) + " more" : "";
            AssertionFailureBuilder.assertionFailure()
                    .message(what + " differs in " + differences.size() + " place(s):\n  "
                            + String.join("\n  ", differences.subList(0, shown)) + more)
                    .expected(expected)
                    .actual(actual)
                    .includeValuesInMessage(false)
                    .buildAndThrow();
        }
    }

    /** The table as CSV, doubles with all their digits. */
    @Override
    public String toString() {
        String titles = schema.columns().stream().<String>map(ColumnSpec::name).collect(Collectors.joining(","));
        return rows.stream()
                .map(row -> row.stream().map(Cells::text).collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n", titles + "\n", rows.isEmpty() ? "" : "\n"));
    }

    static TestTable empty(TableSchema schema) {
        return new TestTable(schema, List.of(), List.of());
    }

    static List<@Nullable Object> list(@Nullable Object... values) {
        return Arrays.asList(values);
    }
}
