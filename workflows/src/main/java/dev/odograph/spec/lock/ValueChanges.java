package dev.odograph.spec.lock;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.Tolerance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where two results on the same sample differ by more than the tolerance, for people to read. */
final class ValueChanges {
    private static final int SHOWN = 5;

    private final List<ColumnSpec> columns;
    private final Tolerance tolerance;
    private final List<String> lines = new ArrayList<>();

    private ValueChanges(LockedMetric before) {
        this.columns = before.schema().columns();
        this.tolerance = before.tolerance();
    }

    /** One line for each difference found, at most a few; empty where all is within the tolerance. */
    static List<String> between(LockedMetric before, LockedMetric after) {
        ValueChanges changes = new ValueChanges(before);
        Golden old = before.golden();
        Golden now = after.golden();
        if (old.rows() != now.rows()) {
            changes.lines.add("rows: " + old.rows() + " → " + now.rows());
        }
        changes.figures(old, now);
        changes.rows(before.schema().columns(), after.schema().columns(), old, now);
        if (changes.lines.isEmpty() && !before.tolerance().exact()) {
            changes.each(old, now);
        }
        boolean moved = !old.exactDigest().equals(now.exactDigest())
                || before.tolerance().exact();
        if (changes.lines.isEmpty() && moved) {
            changes.lines.add("rows that the lock does not show differ");
        }
        return changes.lines;
    }

    private void figures(Golden old, Golden now) {
        Map<String, DoubleFigures> after = new LinkedHashMap<>();
        now.doubles().stream().map(DoubleFigures::parse).forEach(figures -> after.put(figures.column(), figures));
        for (String text : old.doubles()) {
            DoubleFigures before = DoubleFigures.parse(text);
            DoubleFigures then = after.get(before.column());
            if (then != null && !before.within(tolerance, then)) {
                lines.add(text);
                lines.add(" ".repeat(Math.max(0, before.column().length() - 1)) + "→ "
                        + then.text().substring(before.column().length() + 1).strip());
            }
        }
    }

    private void rows(List<ColumnSpec> was, List<ColumnSpec> is, Golden old, Golden now) {
        Map<String, List<String>> after = new LinkedHashMap<>();
        now.sample().forEach(row -> after.put(key(is, RowText.cells(row)), RowText.cells(row)));
        int shown = 0;
        for (String row : old.sample()) {
            List<String> before = RowText.cells(row);
            List<String> then = after.get(key(was, before));
            for (int at = 0; then != null && at < columns.size() && shown < SHOWN; at++) {
                int place = place(is, columns.get(at).name());
                if (place >= 0 && !same(columns.get(at), before.get(at), then.get(place))) {
                    lines.add(key(was, before) + ": " + columns.get(at).name() + " " + before.get(at) + " → "
                            + then.get(place));
                    shown++;
                }
            }
        }
    }

    /** Each double of each row: what moved may be in neither figures nor rows shown. */
    private void each(Golden old, Golden now) {
        if (old.values().size() != old.doubles().size()
                || now.values().size() != old.doubles().size()) {
            lines.add("not every value can be compared, since "
                    + (old.values().isEmpty() ? "the lock" : "the graph as it is")
                    + " keeps none: lock again, with a tolerance and a sample of at most " + DoubleValues.MOST
                    + " rows");
            return;
        }
        for (int at = 0; at < old.doubles().size(); at++) {
            String column = DoubleFigures.parse(old.doubles().get(at)).column();
            int then = columnAt(now, column);
            if (then < 0) {
                lines.add(column + " is gone");
                continue;
            }
            @Nullable Double[] was = DoubleValues.parse(old.values().get(at), old.rows());
            @Nullable Double[] is = DoubleValues.parse(now.values().get(then), now.rows());
            for (int row = 0; row < was.length && lines.size() < SHOWN; row++) {
                if (!same(was[row], is[row])) {
                    lines.add("row " + (row + 1) + " of " + old.rows() + " in order of the key: " + column + " "
                            + was[row] + " → " + is[row]);
                }
            }
        }
    }

    private static int columnAt(Golden golden, String column) {
        for (int at = 0; at < golden.doubles().size(); at++) {
            if (DoubleFigures.parse(golden.doubles().get(at)).column().equals(column)) {
                return at;
            }
        }
        return -1;
    }

    private boolean same(@Nullable Double before, @Nullable Double after) {
        return before == null || after == null ? before == null && after == null : tolerance.same(before, after);
    }

    private boolean same(ColumnSpec column, String before, String after) {
        if (before.equals(after) || column.type() != ColumnType.FLOAT64 || before.equals("~") || after.equals("~")) {
            return before.equals(after);
        }
        return tolerance.same(Double.parseDouble(before), Double.parseDouble(after));
    }

    private static int place(List<ColumnSpec> columns, String name) {
        for (int at = 0; at < columns.size(); at++) {
            if (columns.get(at).name().equals(name)) {
                return at;
            }
        }
        return -1;
    }

    private static String key(List<ColumnSpec> columns, List<String> cells) {
        List<String> parts = new ArrayList<>();
        for (int at = 0; at < columns.size(); at++) {
            if (columns.get(at).key()) {
                parts.add(columns.get(at).name() + " " + cells.get(at));
            }
        }
        return parts.isEmpty() ? "the one row" : String.join(", ", parts);
    }
}
