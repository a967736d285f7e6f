package dev.odograph.query.segment;

import dev.odograph.query.segment.SegmentSeries.Drawn;
import dev.odograph.query.segment.SegmentSeries.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads columns of a timed table in a window, one statement for all of them. Names come from schemas, numbers are
 * numbers: nothing that a reader typed is in the SQL.
 */
final class SeriesReader {
    private static final int MOST_WHOLE = 60_000;
    private static final int MOST_GROUPS = 1_000;

    private final TimedTable table;
    private final long from;
    private final long to;
    private final int pixels;

    /**
     * @param pixels how many buckets a line may have
     */
    SeriesReader(TimedTable table, long from, long to, int pixels) {
        this.table = table;
        this.from = from;
        this.to = to;
        this.pixels = pixels;
    }

    private record Group(List<String> keys, long rows) {}

    List<Drawn> read(List<String> columns) {
        List<Group> groups = groups();
        long rows = groups.stream().mapToLong(Group::rows).sum();
        boolean many = groups.size() > TimedTable.MOST_LINES;
        List<Group> chosen = groups.subList(0, Math.min(groups.size(), TimedTable.MOST_LINES));
        boolean whole = chosen.stream().allMatch(group -> group.rows <= 2L * pixels)
                && chosen.stream().mapToLong(Group::rows).sum() <= MOST_WHOLE;
        List<Map<String, Points>> lines = columns.stream()
                .map(column -> (Map<String, Points>) new LinkedHashMap<String, Points>())
                .toList();
        for (@Nullable Object[] row : table.rows().rows(whole ? wholeSql(columns, many) : bucketSql(columns, many))) {
            String name = name(row);
            for (int i = 0; i < columns.size(); i++) {
                Points points = lines.get(i).computeIfAbsent(name, any -> new Points());
                if (whole) {
                    points.add(
                            number(row[table.keys().size()]), row[table.keys().size() + 1 + i]);
                } else {
                    bucket(points, row, table.keys().size() + 1 + 4 * i);
                }
            }
        }
        return IntStream.range(0, columns.size())
                .mapToObj(i -> new Drawn(
                        table.name() + "." + columns.get(i),
                        rows,
                        whole,
                        null,
                        lines.get(i).entrySet().stream()
                                .map(line -> new Line(line.getKey(), line.getValue().t, line.getValue().v))
                                .toList(),
                        groups.size() - chosen.size()))
                .toList();
    }

    private static final class Points {
        private final List<Long> t = new ArrayList<>();
        private final List<@Nullable Double> v = new ArrayList<>();

        void add(long time, @Nullable Object value) {
            t.add(time);
            v.add(
                    value instanceof Number number && Double.isFinite(number.doubleValue())
                            ? Double.valueOf(number.doubleValue())
                            : null);
        }
    }

    /** Least and greatest of a bucket, in the order of their times. */
    private void bucket(Points points, @Nullable Object[] row, int at) {
        Object least = row[at];
        Object most = row[at + 2];
        if (least == null || most == null) {
            points.add(from + Math.round((number(row[table.keys().size()]) + 0.5) * width()), null);
            return;
        }
        long leastAt = number(row[at + 1]);
        long mostAt = number(row[at + 3]);
        if (leastAt == mostAt) {
            points.add(leastAt, least);
        } else if (leastAt < mostAt) {
            points.add(leastAt, least);
            points.add(mostAt, most);
        } else {
            points.add(mostAt, most);
            points.add(leastAt, least);
        }
    }

    private List<Group> groups() {
        String texts = texts();
        String sql = "SELECT " + texts + (texts.isEmpty() ? "" : ", ") + "count(*) " + window()
                + (texts.isEmpty() ? "" : " GROUP BY " + keys() + " ORDER BY " + keys() + " LIMIT " + MOST_GROUPS);
        return table.rows().rows(sql).stream()
                .map(row ->
                        new Group(table.keys().isEmpty() ? List.of() : List.of(name(row)), number(row[row.length - 1])))
                .filter(group -> group.rows > 0)
                .toList();
    }

    private String wholeSql(List<String> columns, boolean many) {
        return "SELECT " + prefix(texts()) + time() + " AS odograph_t"
                + columns.stream()
                        .map(column -> ", " + table.rows().quoted(column))
                        .collect(Collectors.joining())
                + " " + window() + chosen(many) + " ORDER BY " + prefix(keys()) + "odograph_t";
    }

    private String bucketSql(List<String> columns, boolean many) {
        TableRows rows = table.rows();
        return "SELECT " + prefix(texts()) + "CAST(floor((" + time() + " - (" + from + ")) / " + width()
                + ") AS INTEGER) AS odograph_bucket"
                + columns.stream()
                        .map(rows::quoted)
                        .map(column -> ", min(" + column + "), " + rows.argMin() + "(" + time() + ", " + column
                                + "), max(" + column + "), " + rows.argMax() + "(" + time() + ", " + column + ")")
                        .collect(Collectors.joining())
                + " " + window() + chosen(many) + " GROUP BY " + prefix(keys()) + "odograph_bucket ORDER BY "
                + prefix(keys()) + "odograph_bucket";
    }

    /** Of a table with very many lines, the first. */
    private String chosen(boolean many) {
        if (!many) {
            return "";
        }
        String tuple = table.keys().size() == 1 ? keys() : "(" + keys() + ")";
        return " AND " + tuple + " IN (SELECT " + tuple + " " + window() + " GROUP BY " + keys() + " ORDER BY " + keys()
                + " LIMIT " + TimedTable.MOST_LINES + ")";
    }

    private double width() {
        return (to - from + 1.0) / pixels;
    }

    private String time() {
        String column = table.rows().quoted(table.time().name());
        return table.time().ms() == 1
                ? "CAST(" + column + " AS BIGINT)"
                : "CAST(floor(" + column + " * " + table.time().ms() + ") AS BIGINT)";
    }

    private String window() {
        return table.rows().fromWhere() + " AND " + time() + " BETWEEN " + from + " AND " + to;
    }

    private String keys() {
        return table.keys().stream().map(table.rows()::quoted).collect(Collectors.joining(", "));
    }

    private String texts() {
        return table.keys().stream().map(table.rows()::text).collect(Collectors.joining(", "));
    }

    private static String prefix(String list) {
        return list.isEmpty() ? "" : list + ", ";
    }

    private String name(@Nullable Object[] row) {
        return IntStream.range(0, table.keys().size())
                .mapToObj(i -> table.keys().get(i) + " "
                        + (row[i] == null ? "none" : String.valueOf(row[i]).substring(1)))
                .collect(Collectors.joining(", "));
    }

    private static long number(@Nullable Object value) {
        return ((Number) Objects.requireNonNull(value)).longValue();
    }
}
